import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { claimPort } from '../launch/ports.ts'
import { aptInstall, aptPrefix } from '../setup/apt.ts'
import { findProgram } from '../setup/programs.ts'
import { startProcess } from './server-process.ts'

/** Debian's nginx, installed if this machine may; otherwise why there is none. */
export async function findNginx(): Promise<{ program: string } | { reason: string }> {
  const found = findProgram('nginx')
  if (found) return { program: found }
  if (aptPrefix() === null)
    return { reason: 'nginx is not installed, and only on Debian is it installed from here' }
  const failed = await aptInstall(['nginx-light'], path.join(tmpdir(), 'slipway-bench-nginx.log'))
  const program = findProgram('nginx')
  return program ? { program } : { reason: `nginx could not be installed: ${failed ?? 'it is not there'}` }
}

/** nginx with one worker in front of servers on these ports of this machine, connections kept on both sides. */
export async function startNginx(program: string, ports: number[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-nginx-'))
  const port = await claimPort(0, 'PORT', 'nginx')
  const configuration = path.join(folder, 'nginx.conf')
  const upstream = ports.map(target => `server 127.0.0.1:${target};`).join(' ')
  writeFileSync(
    configuration,
    `daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log stderr crit; events {}
     http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
       uwsgi_temp_path ${folder}; scgi_temp_path ${folder}; keepalive_requests 1000000;
       upstream web { ${upstream} keepalive 16; keepalive_requests 1000000; }
       server { listen 127.0.0.1:${port}; location / { proxy_pass http://web; proxy_http_version 1.1; proxy_set_header Connection "";
         proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme;
         proxy_set_header X-Forwarded-Port $server_port; } } }`,
  )
  const server = await startProcess(
    ['sh', '-c', `echo ready; exec ${program} -e stderr -c ${configuration}`],
    {},
    /ready/,
  )
  return {
    port,
    pid: server.pid,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
