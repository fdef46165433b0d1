import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type Docker from 'dockerode'
import type { CatalogueImage } from '../../sandbox/runtime/catalogue.ts'
import { catalogue } from '../catalogue.ts'
import { ensureBaseImage } from './base-image.ts'
import { follow } from './docker-progress.ts'

const SOURCE_LABEL = 'org.slipway.source'

/** Builds the catalogue's images in the container engine where they are missing or older than their source. */
export async function ensureImages(docker: Docker, root: string, say: (line: string) => void): Promise<void> {
  for (const image of catalogue(root).images) {
    const source = readSource(image.cwd)
    const names = image.tags.map(tag => `${image.name}:${tag}`)
    const stale = await Promise.all(names.map(async name => (await labelOf(docker, name)) !== source.hash))
    if (!stale.includes(true)) continue
    await ensureBaseImage(docker, source.base, say)
    for (const name of names) {
      say(`Building ${name} …`)
      await build(docker, image, source, name)
    }
  }
}

interface Source {
  folder: string
  /** Files of the folder that the engine is given. */
  files: string[]
  /** Of the files' names and contents. */
  hash: string
  /** The image that the Dockerfile is FROM. */
  base: string
}

/** The folder's own files; of an app with a lock of its own what was built here, so that the engine needs no network. */
function readSource(folder: string): Source {
  const files = existsSync(path.join(folder, 'package-lock.json'))
    ? ['Dockerfile', 'package.json', ...filesBelow(folder, 'dist')]
    : filesIn(folder).filter(name => !name.endsWith('.test.ts'))
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(folder, file)))
      .update('\0')
  const base = /^FROM\s+(\S+)/m.exec(readFileSync(path.join(folder, 'Dockerfile'), 'utf8'))?.[1]
  if (!base) throw new Error(`${path.join(folder, 'Dockerfile')} has no FROM line.`)
  return { folder, files, hash: hash.digest('hex'), base }
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
    .sort()
}

function filesBelow(folder: string, part: string): string[] {
  const entries = readdirSync(path.join(folder, part), { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
}

async function labelOf(docker: Docker, name: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(name).inspect()).Config.Labels?.[SOURCE_LABEL]
  } catch {
    return undefined
  }
}

async function build(docker: Docker, image: CatalogueImage, source: Source, name: string): Promise<void> {
  const stream = await docker.buildImage(
    // Not dockerode's own reading of the folder: that obeys .dockerignore, which keeps a dist/ from everybody else's builds.
    tar(source),
    {
      t: name,
      buildargs: image.environment,
      labels: { [SOURCE_LABEL]: source.hash },
      // The classic builder: it takes FROM out of the engine's own images without asking a registry.
      version: '1',
    },
  )
  await follow(docker, stream)
  // The version that had this name before has none now, and nobody can use it.
  await docker.pruneImages({ filters: { dangling: ['true'], label: [SOURCE_LABEL] } })
}

function tar({ folder, files }: Source): NodeJS.ReadableStream {
  const archive = spawn('tar', ['-C', folder, '-cf', '-', ...files], {
    // macOS would add files of its own.
    env: { ...process.env, COPYFILE_DISABLE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return archive.stdout
}
