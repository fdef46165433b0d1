import { spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Docker from 'dockerode'

/** Stands in for CodeBuild's own images, which are too large to be fetched: a root without programs. The tag changes with its contents. */
const IMAGE = 'slipway/build:1'

/** Folders of programs and libraries; in most distributions all but the first are links into it. */
const PROGRAM_FOLDERS = ['usr', 'bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32']
const SETTINGS = ['/etc/alternatives', '/etc/ssl', '/etc/pki', '/etc/ca-certificates']

/** Folders of this machine that such a build sees, and cannot change. */
export function programMounts(): string[] {
  const folders = PROGRAM_FOLDERS.map(name => `/${name}`).filter(
    folder => existsSync(folder) && !lstatSync(folder).isSymbolicLink(),
  )
  const node = path.dirname(process.execPath)
  const isSystem = folders.some(folder => node.startsWith(`${folder}/`))
  return [...folders, ...SETTINGS.filter(folder => existsSync(folder)), ...(isSystem ? [] : [node])]
}

/** Makes the image unless it is there; answers its name. */
export async function ensureBuildImage(docker: Docker): Promise<string> {
  const there = await docker
    .getImage(IMAGE)
    .inspect()
    .then(
      () => true,
      () => false,
    )
  if (there) return IMAGE
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-build-'))
  try {
    layOut(root)
    const archive = spawn('tar', ['--owner=0', '--group=0', '--numeric-owner', '-C', root, '-cf', '-', '.'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [repo = '', tag = ''] = IMAGE.split(':')
    const stream = await docker.importImage(archive.stdout, { repo, tag })
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, error => (error ? reject(error) : resolve()))
    })
    return IMAGE
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function layOut(root: string): void {
  for (const name of PROGRAM_FOLDERS) {
    const real = `/${name}`
    if (!existsSync(real)) continue
    if (lstatSync(real).isSymbolicLink()) symlinkSync(readlinkSync(real), path.join(root, name))
    else mkdirSync(path.join(root, name))
  }
  for (const name of ['etc', 'root', 'var/run', 'var/tmp', 'run', 'codebuild', 'tmp']) {
    mkdirSync(path.join(root, name), { recursive: true })
  }
  chmodSync(path.join(root, 'tmp'), 0o1777)
  writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  writeFileSync(path.join(root, 'etc/group'), 'root:x:0:\n')
  writeFileSync(path.join(root, 'etc/nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files dns\n')
}
