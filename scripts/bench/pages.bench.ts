import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { standingMap } from '../../site/components/workspace/testing/fake-lab.ts'
import { LabPages } from '../../site/components/workspace/testing/lab-page.ts'
import { openBrowser } from '../../site/testing/browser.ts'
import { serveSite } from '../../site/testing/static-site.ts'
import { ROOT } from '../launch/settings.ts'
import { buildSite } from '../launch/site-build.ts'
import { findProgram } from '../setup/programs.ts'
import type { Bench, Figure } from './measurement.ts'

/** What a browser fetches for the pages: bytes as gzip sends them, the fonts apart. */
export const bench: Bench = {
  title: 'Pages',
  async run(say) {
    const program = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
    if (!program) {
      say('Not measured: there is no Chromium or Chrome on this machine.')
      return []
    }
    const home = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'))
    try {
      await buildSite(ROOT, path.join(home, 'build.log'), say)
      return [...(await lessons(program)), ...(await labPage())]
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
}

interface Weight {
  kilobytes: number
  fonts: number
  requests: number
}

/** Counts all that a page fetches from now on. */
function weigh(page: Page): () => Promise<Weight> {
  const found: Promise<{ url: string; bytes: number }>[] = []
  page.on('response', response => {
    const url = response.url()
    if (/\/api\/|\/socket\.io\//.test(url) || !url.startsWith('http')) return
    const font = /\.woff2$/.test(url)
    found.push(
      response.body().then(
        body => ({ url, bytes: font ? body.length : gzipSync(body).length }),
        () => ({ url, bytes: 0 }),
      ),
    )
  })
  return async () => {
    const all = await Promise.all(found)
    const sum = (fonts: boolean) =>
      all.filter(({ url }) => /\.woff2$/.test(url) === fonts).reduce((bytes, one) => bytes + one.bytes, 0) /
      1000
    return { kilobytes: sum(false), fonts: sum(true), requests: all.length }
  }
}

async function lessons(program: string): Promise<Figure[]> {
  const site = await serveSite(path.join(ROOT, 'site/dist'))
  const browser = await openBrowser(program)
  try {
    const weights: (Weight & { name: string })[] = []
    for (const file of readdirSync(path.join(ROOT, 'site/content/docs/lessons'))) {
      const { name } = path.parse(file)
      const context = await browser.newContext()
      const page = await context.newPage()
      const weight = weigh(page)
      await page.goto(`${site.url}/lessons/${name}/`, { waitUntil: 'networkidle' })
      weights.push({ name, ...(await weight()) })
      await context.close()
    }
    const heaviest = weights.toSorted((one, other) => other.kilobytes - one.kilobytes)[0]
    if (!heaviest) return []
    const how = `${heaviest.name}, the heaviest of ${weights.length}; gzip, before anything is touched`
    return [
      { name: 'lesson page', value: heaviest.kilobytes, unit: 'KB', how, aim: { atMost: 40 } },
      { name: 'lesson page, its fonts', value: heaviest.fonts, unit: 'KB', how },
      { name: 'lesson page, requests', value: heaviest.requests, unit: 'requests', how: 'fonts included' },
    ]
  } finally {
    await browser.close()
    await site.close()
  }
}

async function labPage(): Promise<Figure[]> {
  const pages = await LabPages.build()
  try {
    let weight: (() => Promise<Weight>) | undefined
    const { page } = await pages.open({
      arrange: fake => (fake.map = standingMap()),
      prepare: one => {
        weight = weigh(one)
        return Promise.resolve()
      },
    })
    await page.locator('.xterm').waitFor()
    await page.getByRole('tab', { name: 'Map' }).click()
    await page.getByText('2 of 2 healthy').waitFor()
    const { kilobytes = Number.NaN, fonts = 0, requests = 0 } = (await weight?.()) ?? {}
    const how = 'gzip, with terminal and map open'
    return [
      { name: 'lab page', value: kilobytes, unit: 'KB', how, aim: { atMost: 300 } },
      { name: 'lab page, its fonts', value: fonts, unit: 'KB', how },
      { name: 'lab page, requests', value: requests, unit: 'requests', how: 'fonts included' },
    ]
  } finally {
    await pages.close()
  }
}
