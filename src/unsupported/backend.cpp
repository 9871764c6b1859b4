// What is compiled where no backend serves the system. A port writes the functions of backend.hpp and takes its place.
#error "mmapkit has no backend for this system: see the section Porting in README.md"
