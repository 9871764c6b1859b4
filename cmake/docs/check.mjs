// Opens the reference in a browser as a reader would, and fails where something is not there:
//
//     node check.mjs build/docs/html [/usr/bin/chromium]
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import puppeteer from 'puppeteer-core';

const [root, executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
const types = {'.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml'};
const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  try {
    const content = await readFile(join(root, path === '/' ? 'index.html' : path));
    response.writeHead(200, {'content-type': types[extname(path)] ?? 'application/octet-stream'}).end(content);
  } catch {
    // A browser asks for this by itself.
    response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  }
}).listen(0, '127.0.0.1');
await new Promise(ready => server.once('listening', ready));
const site = `http://127.0.0.1:${server.address().port}`;

const browser = await puppeteer.launch({
  executablePath,
  headless: true,
  userDataDir: mkdtempSync(join(tmpdir(), 'mmapkit-docs-')),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync'],
});
const complaints = [];
const page = await browser.newPage();
page.on('console', message => message.type() === 'error' && complaints.push(`${page.url()}: console: ${message.text()}`));
page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`));
page.on('response', response => response.status() >= 400 && complaints.push(`${response.url()}: ${response.status()}`));

async function shows(what, url, ...texts) {
  await page.goto(`${site}/${url}`, {waitUntil: 'networkidle0'});
  const body = await page.evaluate(() => document.body.textContent);
  for (const text of texts)
    if (!body.includes(text)) complaints.push(`${what} (${url}) does not show "${text}"`);
  console.log(`${what}: ${url}`);
}

// Where the link with that text leads to.
async function linked(from, text) {
  await page.goto(`${site}/${from}`, {waitUntil: 'networkidle0'});
  const links = await page.$$eval('a[href]', all => all.map(a => [a.textContent.trim(), a.getAttribute('href')]));
  const found = links.find(([words, href]) => words === text && !href.startsWith('http'));
  if (!found) throw new Error(`${from} has no link "${text}"`);
  return found[1];
}

await shows('start page', 'index.html', 'mmapkit');
await shows('type', await linked('annotated.html', 'mapping'), 'Owns one mapping', 'writable_bytes', 'Example');
await shows('calls', 'group__calls.html', 'munmap', 'mprotect', 'int munlockall(void);');
await shows('flags', 'group__flags.html', 'mmap_flag', 'MAP_PRIVATE', 'MADV_DONTNEED', 'O_NOATIME');
await shows('table of flags', await linked('pages.html', 'Flags, and the other vocabulary'), 'native name', 'MAP_HUGE_16GB');
await shows('example', await linked('examples.html', 'guarded.cpp'), 'int main');

await page.goto(`${site}/index.html`, {waitUntil: 'networkidle0'});
await page.click('#MSearchField');
await page.type('#MSearchField', 'guarded_copy', {delay: 30});
let hit = false;
for (const end = Date.now() + 10000; !hit && Date.now() < end; await new Promise(again => setTimeout(again, 100)))
  for (const frame of page.frames())
    hit ||= await frame.evaluate(() => [...document.querySelectorAll('.SRResult, .SRChildren a')]
      .some(each => each.getClientRects().length > 0 && each.textContent.includes('guarded_copy'))).catch(() => false);
if (!hit) complaints.push('a search for "guarded_copy" shows nothing');
console.log('search: guarded_copy');

await browser.close();
server.close();
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length === 0 ? 0 : 1);
