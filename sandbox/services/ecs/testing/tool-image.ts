import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Docker from 'dockerode'
import { build } from 'esbuild'
import { ensureBaseImage } from '../../../../scripts/setup/base-image.ts'
import { follow } from '../../../../scripts/setup/docker-progress.ts'
import type { Catalogue } from '../../../runtime/catalogue.ts'

/** The image of the tool that tests run in tasks. */
export const TOOL = 'example.org/slipway-test/tool'

const ROOT = new URL('../../../../', import.meta.url).pathname
const SOURCE = path.join(import.meta.dirname, 'tool.ts')
const BASE = 'public.ecr.aws/docker/library/node:24-bookworm-slim'
const docker = new Docker()

export const engineAnswers = await docker.ping().then(
  () => true,
  () => false,
)

/** Makes the tool runnable: as a program of the catalogue, or as an image of Docker Engine. */
export async function openToolImage(runtime: 'process' | 'docker'): Promise<Catalogue> {
  const tool = {
    ...{ name: TOOL, tags: ['1'], command: [process.execPath, SOURCE], cwd: ROOT, environment: {} },
    ...{ port: 8080, portVariable: 'PORT', hostVariable: 'HOST' },
  }
  if (runtime === 'process') return { images: [tool] }
  await ensureBaseImage(docker, BASE, () => undefined)
  const folder = mkdtempSync(path.join(tmpdir(), 'tool-image-'))
  try {
    const outfile = path.join(folder, 'tool.mjs')
    const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire('/')" }
    await build({
      ...{ entryPoints: [SOURCE], outfile, banner },
      ...{ bundle: true, platform: 'node', format: 'esm', target: 'node22', logLevel: 'error' },
    })
    writeFileSync(
      path.join(folder, 'Dockerfile'),
      `FROM ${BASE}\nCOPY tool.mjs /tool.mjs\nCMD ["node", "/tool.mjs"]\n`,
    )
    const stream = await docker.buildImage(
      { context: folder, src: ['Dockerfile', 'tool.mjs'] },
      { t: `${TOOL}:1`, version: '1' },
    )
    await follow(docker, stream)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { images: [] }
}
