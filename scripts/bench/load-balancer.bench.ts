import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { claimPort } from '../launch/ports.ts'
import { ROOT } from '../launch/settings.ts'
import { findProgram } from '../setup/programs.ts'
import { load } from './load.ts'
import type { Bench, Figure } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import { startProcess, type ServerProcess } from './server-process.ts'
import { serveTwoTasks } from './two-tasks.ts'

const SECONDS = 5
const HOW = `${SECONDS} s, 16 kept connections, load from the same machine`

/** What the load balancer carries, beside the same web server alone and behind nginx. */
export const bench: Bench = {
  title: 'Load balancer',
  async run() {
    const figures: Figure[] = []
    const note = async (name: string, url: string, host: string) => {
      await load(url, host, 1)
      const { perSecond, p99Ms, failures } = await load(url, host, SECONDS)
      const how = failures > 0 ? `${HOW}; ${failures} FAILED` : HOW
      figures.push(
        { name, value: perSecond, unit: 'requests/s', how },
        { name: `${name}, p99`, value: p99Ms, unit: 'ms', how },
      )
    }
    const account = await openBenchAccount()
    try {
      const dnsName = await serveTwoTasks(account)
      await note('load balancer, two tasks', `${account.endpoint}/version`, dnsName)
    } finally {
      await account.close()
    }
    const servers: ServerProcess[] = []
    try {
      const ports = [await claimPort(0, 'PORT', 'web server'), await claimPort(0, 'PORT', 'web server')]
      for (const port of ports) servers.push(await startWeb(port))
      await note('the web server alone', `http://127.0.0.1:${ports[0]}/version`, 'web')
      const nginx = findProgram('nginx')
      if (nginx) await besideNginx(nginx, ports, url => note('nginx, two servers', url, 'web'))
    } finally {
      for (const server of servers) await server.stop()
    }
    return figures
  },
}

function startWeb(port: number): Promise<ServerProcess> {
  // Its log goes nowhere, as a task's goes to a file.
  return startProcess(
    [process.execPath, path.join(ROOT, 'reference-app/demo/server.ts')],
    { PORT: String(port), HOST: '127.0.0.1' },
    /listens on/,
  )
}

async function besideNginx(
  nginx: string,
  ports: number[],
  measure: (url: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-nginx-'))
  const port = await claimPort(0, 'PORT', 'nginx')
  const configuration = path.join(folder, 'nginx.conf')
  const upstream = ports.map(target => `server 127.0.0.1:${target};`).join(' ')
  writeFileSync(
    configuration,
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr crit; events {}
     http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
       uwsgi_temp_path ${folder}; scgi_temp_path ${folder}; upstream web { ${upstream} keepalive 16; }
       server { listen 127.0.0.1:${port}; location / { proxy_pass http://web; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  )
  const server = await startProcess(
    ['sh', '-c', `echo ready; exec ${nginx} -e stderr -c ${configuration}`],
    {},
    /ready/,
  )
  try {
    await measure(`http://127.0.0.1:${port}/version`)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
