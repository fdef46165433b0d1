import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const texts = /\.(html|js|css|svg|json|txt)$/
/** Below this a compressed file saves no packet. */
const least = 1400

/**
 * Writes `page.html.br` and `page.html.gz` beside each text of the built site, for servers that send what is already compressed.
 * @returns {import('astro').AstroIntegration}
 */
export function precompress() {
  return {
    name: 'precompress',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir)
        const files = (await readdir(root, { recursive: true })).filter(file => texts.test(file))
        const sizes = await Promise.all(files.map(file => compress(path.join(root, file))))
        const saved = sizes.reduce((sum, size) => sum + size, 0)
        logger.info(
          `${files.length} files looked at, ${Math.round(saved / 1024)} KiB saved where brotli is taken.`,
        )
      },
    },
  }
}

/** @param {string} file @returns {Promise<number>} bytes saved */
async function compress(file) {
  if ((await stat(file)).size < least) return 0
  const bytes = await readFile(file)
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipped)])
  return bytes.length - brotli.length
}
