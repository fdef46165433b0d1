import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Docker from 'dockerode'
import { follow } from './docker-progress.ts'
import { findProgram } from './programs.ts'

/** A pull that brings no byte for so long is given up: the next way is quick. */
const STALL_MS = 10_000

/** Makes the base image that a Dockerfile names available: there already, pulled, or else made of this machine's own Node. */
export async function ensureBaseImage(
  docker: Docker,
  name: string,
  say: (line: string) => void,
): Promise<void> {
  if (await isThere(docker, name)) return
  try {
    say(`Pulling ${name} …`)
    await pull(docker, name)
  } catch (error) {
    if (process.platform !== 'linux') throw error
    say('No registry can be reached: its stand-in is made of this machine’s own Node.')
    await importStandIn(docker, name)
  }
}

async function isThere(docker: Docker, name: string): Promise<boolean> {
  return docker
    .getImage(name)
    .inspect()
    .then(() => true)
    .catch(() => false)
}

async function pull(docker: Docker, name: string): Promise<void> {
  const stall = new AbortController()
  let timer = setTimeout(() => stall.abort(), STALL_MS)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stall.abort(), STALL_MS)
  }
  try {
    await follow(docker, await docker.pull(name, { abortSignal: stall.signal }), alive)
  } finally {
    clearTimeout(timer)
  }
}

async function importStandIn(docker: Docker, name: string): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-base-'))
  try {
    layOutRoot(root)
    const colon = name.lastIndexOf(':')
    const archive = spawn('tar', ['--owner=0', '--group=0', '--numeric-owner', '-C', root, '-cf', '-', '.'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const stream = await docker.importImage(archive.stdout, {
      repo: name.slice(0, colon),
      tag: name.slice(colon + 1),
    })
    await follow(docker, stream)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** A root with Node, a shell, a few tools, and the libraries they load: what the real base image is used for here. */
function layOutRoot(root: string): void {
  for (const folder of ['bin', 'etc', 'home/node', 'root', 'usr/local/bin', 'var/tmp', 'app']) {
    mkdirSync(path.join(root, folder), { recursive: true })
  }
  mkdirSync(path.join(root, 'tmp'))
  chmodSync(path.join(root, 'tmp'), 0o1777)
  copy(process.execPath, path.join(root, 'usr/local/bin/node'))
  const tools = ['sh', 'cat', 'env', 'id', 'ls', 'sleep'].flatMap(name => findProgram(name) ?? [])
  for (const tool of tools) copy(tool, path.join(root, 'bin', path.basename(tool)))
  for (const library of new Set([process.execPath, ...tools].flatMap(librariesOf))) {
    copy(library, path.join(root, library))
  }
  writeFileSync(
    path.join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n',
  )
  writeFileSync(path.join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n')
  writeFileSync(path.join(root, 'etc/nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files dns\n')
}

function librariesOf(program: string): string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' })
  return [...listed.matchAll(/(?:^\s*|=> )(\/\S+) \(0x/gm)].map(match => match[1] ?? '')
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true })
  cpSync(realpathSync(from), to)
}
