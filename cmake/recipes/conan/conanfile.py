# Not tried here. For Conan 2; it packages the source that it stands in.
import os

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, rmdir

required_conan_version = ">=2.0"


class MmapkitConan(ConanFile):
    name = "mmapkit"
    version = "0.6.0"
    description = "The full POSIX memory-mapping surface for C++20, typed and portable"
    license = "MIT"
    topics = ("mmap", "memory-mapping", "shared-memory", "posix")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True, "fmt/*:header_only": True}
    implements = ["auto_shared_fpic"]

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..", "..", "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"):
            copy(self, pattern, root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    # The library compiles it in; only <mmapkit/fmt.hpp> includes it.
    def requirements(self):
        self.requires("fmt/[>=9.1 <11]", transitive_headers=True)
        self.requires("xxhash/[>=0.8 <1]", visible=False)

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["MMAPKIT_TOOL"] = False
        toolchain.cache_variables["MMAPKIT_TESTS"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        for folder in (("lib", "cmake"), ("lib", "pkgconfig"), ("share",)):
            rmdir(self, os.path.join(self.package_folder, *folder))

    def package_info(self):
        self.cpp_info.libs = ["mmapkit"]
        self.cpp_info.set_property("cmake_file_name", "mmapkit")
        self.cpp_info.set_property("cmake_target_name", "mmapkit::mmapkit")
        self.cpp_info.set_property("pkg_config_name", "mmapkit")
        if not self.options.shared:
            self.cpp_info.defines = ["MMAPKIT_STATIC_DEFINE"]
            if self.settings.os in ("Linux", "FreeBSD"):
                self.cpp_info.system_libs = ["pthread"]
