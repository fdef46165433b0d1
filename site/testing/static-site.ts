import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { LabCard } from '../../lab-runner/contract.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The built site as any static server serves it; `labs` is what `/api/labs` answers, null when there is no lab-runner. */
export interface StaticSite {
  url: string
  labs: LabCard[] | null
  close(): Promise<void>
}

/** File of `root` that an address means; null when there is none. */
export function fileOf(root: string, pathname: string): string | null {
  let file = path.join(root, path.posix.normalize(decodeURIComponent(pathname)))
  if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, 'index.html')
  return existsSync(file) ? file : null
}

/** Serves `root` on a free port of 127.0.0.1. */
export async function serveSite(root: string): Promise<StaticSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    if (pathname === '/api/labs' && site.labs) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(site.labs))
      return
    }
    const file = fileOf(root, pathname)
    const sent = file ?? path.join(root, '404.html')
    response.writeHead(file ? 200 : 404, {
      'content-type': types[path.extname(sent)] ?? 'application/octet-stream',
    })
    response.end(readFileSync(sent))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const site: StaticSite = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    labs: null,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
  return site
}
