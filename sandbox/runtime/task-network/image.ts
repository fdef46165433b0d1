import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Docker from 'dockerode'
import { copyPrograms, whereIs } from './program-root.ts'

/** The image of what holds and leads tasks' networks: Node, a shell, sleep and ip. The tag changes with its contents. */
export const NETWORK_IMAGE = 'slipway/task-network:1'

/** What it is built on where this machine's own programs do not run in containers. */
const BASE = 'public.ecr.aws/docker/library/node:24-bookworm-slim'

/** Makes the image unless it is there: of this machine's own programs, so that no registry has to be reached. */
export async function ensureNetworkImage(docker: Docker): Promise<void> {
  const there = await docker
    .getImage(NETWORK_IMAGE)
    .inspect()
    .then(
      () => true,
      () => false,
    )
  if (there) return
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-network-'))
  try {
    const stream =
      process.platform === 'linux' ? await importRoot(docker, folder) : await buildOnBase(docker, folder)
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, error => (error ? reject(error) : resolve()))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function importRoot(docker: Docker, root: string): Promise<NodeJS.ReadableStream> {
  for (const folder of ['etc', 'tmp']) mkdirSync(path.join(root, folder))
  const tools = ['sh', 'sleep', 'ip'].flatMap(name => {
    const program = whereIs(name)
    return program ? [[program, `bin/${name}`]] : []
  })
  copyPrograms(root, { [process.execPath]: 'usr/local/bin/node', ...(Object.fromEntries(tools) as object) })
  const archive = spawn('tar', ['--owner=0', '--group=0', '--numeric-owner', '-C', root, '-cf', '-', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [repo = '', tag = ''] = NETWORK_IMAGE.split(':')
  return docker.importImage(archive.stdout, { repo, tag })
}

async function buildOnBase(docker: Docker, folder: string): Promise<NodeJS.ReadableStream> {
  const install =
    'apt-get update && apt-get install -y --no-install-recommends iproute2 && rm -rf /var/lib/apt/lists/*'
  writeFileSync(path.join(folder, 'Dockerfile'), `FROM ${BASE}\nRUN ${install}\n`)
  return docker.buildImage({ context: folder, src: ['Dockerfile'] }, { t: NETWORK_IMAGE })
}
