import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { buildSite } from '../../../../scripts/launch/site-build.ts'
import { labId } from './fake-lab.ts'
import { FakeRunner } from './fake-runner.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

export const wide = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

export interface OpenOptions {
  viewport?: { width: number; height: number }
  theme?: 'light' | 'dark'
  /** Runs before the page is loaded. */
  arrange?: (fake: FakeRunner) => void
  prepare?: (page: Page) => Promise<unknown>
}

export interface OpenPage {
  page: Page
  fake: FakeRunner
}

/** The built site and a browser, for the tests of the lab's page. */
export class LabPages {
  readonly #site: string
  readonly #browser: Browser
  readonly #open: { context: BrowserContext; fake: FakeRunner }[] = []

  private constructor(site: string, browser: Browser) {
    this.#site = site
    this.#browser = browser
  }

  static async build(): Promise<LabPages> {
    await buildSite(root, join(root, '.cache/site-build.log'), () => undefined)
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    })
    return new LabPages(join(root, 'site/dist'), browser)
  }

  /** A fake runner of its own, and a page of it; both end with `closePages`. */
  async open({ viewport = wide, theme = 'light', arrange, prepare }: OpenOptions = {}): Promise<OpenPage> {
    const fake = new FakeRunner(this.#site)
    arrange?.(fake)
    const origin = await fake.listen()
    const isMobile = viewport.width < 600
    const context = await this.#browser.newContext({
      viewport,
      isMobile,
      hasTouch: isMobile,
      colorScheme: theme,
      reducedMotion: 'reduce',
    })
    this.#open.push({ context, fake })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await prepare?.(page)
    await page.goto(`${origin}/labs/${labId}/`)
    return { page, fake }
  }

  async closePages(): Promise<void> {
    for (const { context, fake } of this.#open.splice(0)) {
      await context.close()
      await fake.close()
    }
  }

  async close(): Promise<void> {
    await this.closePages()
    await this.#browser.close()
  }
}

/** What the terminal shows, line by line. */
export const screenText = (page: Page): Promise<string> =>
  page
    .locator('.shell:visible .xterm-rows > div')
    .allInnerTexts()
    .then(lines => lines.map(plain).join('\n'))

const plain = (line: string): string => line.replaceAll('\u00a0', ' ').trimEnd()
