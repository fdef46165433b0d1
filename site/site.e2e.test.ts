import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildSite } from '../scripts/launch/site-build.ts'
import { findProgram } from '../scripts/setup/programs.ts'
import { axe, openBrowser, watch } from './testing/browser.ts'
import { fileOf, serveSite, type StaticSite } from './testing/static-site.ts'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'site/dist')
const program = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
const first = '/lessons/what-is-a-container/'
const lessons = readdirSync(path.join(root, 'site/content/docs/lessons')).map(
  name => `/lessons/${path.parse(name).name}/`,
)
const pages = ['/', ...lessons, '/no-such-page/']
const wide = { viewport: { width: 1440, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let site: StaticSite
let browser: Browser | undefined
let context: BrowserContext | undefined
let seen: string[] = []

beforeAll(async () => {
  const log = path.join(mkdtempSync(path.join(tmpdir(), 'slipway-site-')), 'build.log')
  await buildSite(root, log, () => undefined)
  site = await serveSite(dist)
  if (program) browser = await openBrowser(program)
})
afterAll(async () => {
  await browser?.close()
  await site.close()
})
afterEach(async () => {
  await context?.close()
  context = undefined
  site.labs = null
})

async function blank(options: BrowserContextOptions): Promise<Page> {
  if (!browser) throw new Error('no browser')
  context ??= await browser.newContext(options)
  const page = await context.newPage()
  seen = watch(page, site.url)
  return page
}

async function open(address: string, options: BrowserContextOptions = wide): Promise<Page> {
  const page = await blank(options)
  await page.goto(site.url + address)
  return page
}

describe('the files', () => {
  test('every link leads to a page that is there, and to a place on it', () => {
    const broken: string[] = []
    const html = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.html'),
    )
    expect(html.length).toBeGreaterThan(lessons.length)
    for (const file of html) {
      const text = readFileSync(path.join(dist, file), 'utf8')
      for (const [, href = ''] of text.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        if (/^https?:/.test(href)) continue
        const { pathname, hash } = new URL(href, `http://site/${file.replace(/index\.html$/, '')}`)
        const target = fileOf(dist, pathname)
        const found =
          target &&
          (!hash || readFileSync(target, 'utf8').includes(`id="${decodeURIComponent(hash.slice(1))}"`))
        if (!found) broken.push(`${file}: ${href}`)
      }
    }
    expect(broken).toEqual([])
  })

  test('a policy without inline scripts is in every page', () => {
    for (const address of ['/', ...lessons, '/404.html']) {
      const text = readFileSync(fileOf(dist, address) ?? '', 'utf8')
      const policy = /http-equiv="content-security-policy" content="([^"]+)"/.exec(text)?.[1] ?? ''
      const scripts = policy.split(';').find(directive => directive.trim().startsWith('script-src')) ?? ''
      expect(scripts, address).toContain("'self'")
      expect(scripts, address).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:/)
      expect(policy).toContain("default-src 'self'")
    }
  })
})

describe('in a browser', () => {
  beforeEach(context => context.skip(!program, 'no Chromium or Chrome on this machine'))

  // One visit a page: starting one costs more than looking at it.
  test.each(pages)(
    '%s is light, right in either theme, and never wider than the window; nothing goes wrong',
    async address => {
      const page = await blank({ ...wide, colorScheme: 'dark', reducedMotion: 'reduce' })
      const sizes: Promise<number>[] = []
      page.on('response', response => {
        if (/\.woff2$|\/api\//.test(response.url())) return
        sizes.push(response.body().then(body => gzipSync(body).length))
      })
      await page.goto(site.url + address, { waitUntil: 'networkidle' })
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
      if (lessons.includes(address)) expect(bytes, 'before anything is touched').toBeLessThan(40_000)

      expect(await theme(page)).toBe('dark')
      expect(await axe(page)).toEqual([])
      await page.getByRole('button', { name: 'Switch between light and dark' }).click()
      expect(await theme(page)).toBe('light')
      expect(await axe(page)).toEqual([])

      for (const width of [768, 390, 320]) {
        await page.setViewportSize({ width, height: 844 })
        const taken = () => page.evaluate(() => document.documentElement.scrollWidth)
        expect(await taken(), `at ${width} px`).toBeLessThanOrEqual(width)
      }
      expect(seen.filter(line => !(address === '/no-such-page/' && line.includes('404')))).toEqual([])
    },
  )

  test('axe finds nothing on a phone, with the path open, an answer given and a search made', async () => {
    const page = await open(first, { ...phone, reducedMotion: 'reduce' })
    const inBothThemes = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.waitForFunction(wanted => document.documentElement.dataset.theme === wanted, colorScheme)
        expect(await axe(page)).toEqual([])
      }
    }
    await page.getByRole('button', { name: 'Path' }).click()
    await page.getByRole('link', { name: /Orchestrators and ECS/ }).waitFor()
    await inBothThemes()
    await page.keyboard.press('Escape')
    await page.getByRole('radio', { name: 'Ten, one for each' }).check()
    await page.getByRole('button', { name: 'Answer' }).click()
    await inBothThemes()
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('searchbox').fill('kernel')
    await page.getByRole('dialog').getByRole('link').first().waitFor()
    await inBothThemes()
    expect(seen).toEqual([])
  })

  test('an unknown address answers 404 with a way back', async () => {
    expect((await fetch(`${site.url}/no-such-page/`)).status).toBe(404)
    const page = await open('/no-such-page/')
    await page.getByRole('link', { name: 'To the path' }).click()
    await page.getByRole('heading', { name: 'Launch it for real.' }).waitFor()
  })

  test('the keyboard comes to the text at once, and the theme stays chosen', async () => {
    const page = await open(first, { ...wide, colorScheme: 'light' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#_top')
    await page.getByRole('button', { name: 'Switch between light and dark' }).press('Enter')
    await page.goto(site.url)
    expect(await theme(page)).toBe('dark')
  })

  test('search opens, finds and leads on by keyboard', async () => {
    const page = await open('/')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('Kubernetes')
    await page.getByText(/for “Kubernetes”/).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/orchestrators-and-ecs/)
    expect(seen).toEqual([])
  })

  test('search says so when nothing is found', async () => {
    const page = await open(first)
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('searchbox').fill('zzzzqqqq')
    await page.getByText('No places for “zzzzqqqq”').waitFor()
  })

  test('the questions are answered by keyboard, with a reason for each answer, and remembered', async () => {
    const page = await open(first)
    const quiz = page.locator('slipway-quiz')
    const status = quiz.getByRole('status')
    await quiz.getByRole('radio').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    expect(await status.textContent()).toContain('ten virtual machines')
    expect(await quiz.getByRole('img', { name: 'Not the answer' }).count()).toBe(1)

    await page.keyboard.press('ArrowDown')
    expect(await status.textContent()).toBe('')
    await page.keyboard.press('Enter')
    expect(await status.textContent()).toContain('A container brings no kernel')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await quiz.getByText('Question 2 of 4').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('question-1')

    await page.reload()
    await quiz.getByText('Question 2 of 4').waitFor()
    await expectWordBeside(page, 'lesson:what-is-a-container', '1 of 4 questions answered')
  })

  test('whoever does not know is told, and the path marks the lesson as done', async () => {
    const page = await open(first)
    const quiz = page.locator('slipway-quiz')
    for (let place = 1; place <= 4; place++) {
      await quiz.getByText(`Question ${place} of 4`).waitFor()
      await answerWrong(quiz)
      await quiz.getByRole('button', { name: 'Tell me' }).click()
      expect(await quiz.getByRole('img', { name: 'The answer' }).count()).toBe(1)
      await quiz.getByRole('button', { name: place < 4 ? 'Next question' : 'Done' }).click()
    }
    await quiz.getByText('Those were the questions').waitFor()
    await expectWordBeside(page, 'lesson:what-is-a-container', 'done')
    await page.goto(site.url)
    await page.getByText(/^1 of \d+$/).waitFor()
    await page.getByRole('link', { name: 'Go on: Containers and virtual machines' }).waitFor()
  })

  test('home shows how far the learner is, from lab-runner', async () => {
    const lab = { id: 'service-behind-alb', title: '', summary: '', part: 'ecs', minutes: 30, steps: 13 }
    site.labs = [{ ...lab, stepsDone: 4 }]
    const page = await open('/')
    await expectWordBeside(page, 'lab:service-behind-alb', '4 of 13 steps done')
    expect(await page.getByRole('link', { name: /^Go on:/ }).getAttribute('href')).toBe(
      '/labs/service-behind-alb/',
    )
    site.labs = [{ ...lab, stepsDone: 13 }]
    await page.reload()
    await page.getByText(/^1 of \d+$/).waitFor()
  })

  test('with reduced motion nothing moves, without it the traffic can be held', async () => {
    const still = await open('/', { ...wide, reducedMotion: 'reduce' })
    expect(await running(still)).toBe(0)
    await context?.close()
    context = undefined
    const page = await open('/')
    expect(await running(page)).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Hold the traffic' }).click()
    expect(await running(page)).toBe(0)
  })

  test('without JavaScript a lesson is all there', async () => {
    const page = await open(first, { ...wide, javaScriptEnabled: false })
    expect(await page.getByText('Question 4 of 4').isVisible()).toBe(true)
    expect(await page.getByText('A container brings no kernel.', { exact: false }).first().isVisible()).toBe(
      true,
    )
  })

  test('a task definition is answered as AWS answers it, line by line, by keyboard', async () => {
    const page = await open('/lessons/anatomy-of-a-task-definition/')
    const answer = page.getByRole('region', { name: 'AWS’s answer' })
    const editor = page.getByRole('textbox', { name: 'web.json' })
    await answer.getByText('Registered. AWS takes it as it stands.').waitFor()

    await editor.fill((await editor.inputValue()).replace('"512"', '"4096"'))
    await answer.getByText('No Fargate configuration exists for given values.').waitFor()
    await answer.getByRole('button', { name: 'Line 5' }).press('Enter')
    expect(await selected(page)).toBe('  "cpu": "256",')
    await page.getByText('1024 units for one vCPU').first().waitFor()
    await page.keyboard.type('  "cpu": "512",')
    await answer.getByText('Registered.').waitFor()

    await page.getByRole('button', { name: 'Forget a comma' }).click()
    await answer.getByText("Expecting ',' delimiter: line 3 column 3").waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axe(page)).toEqual([])
    }
    await page.getByRole('button', { name: 'Start over' }).click()
    await answer.getByText('Registered.').waitFor()
    expect(seen).toEqual([])
  })

  test('a task definition can be read without JavaScript, with every field explained', async () => {
    const page = await open('/lessons/anatomy-of-a-task-definition/', { ...wide, javaScriptEnabled: false })
    expect(await page.getByRole('textbox', { name: 'web.json' }).inputValue()).toContain('"awsvpc"')
    expect(await page.getByText('On Fargate always').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Forget a comma' }).isVisible()).toBe(false)
  })

  test('the cost of tasks is counted again when their number changes', async () => {
    const page = await open('/lessons/fargate-or-ec2/')
    const row = page.getByRole('row', { name: /^Fargate, x86/ })
    await page.getByLabel('Size of each').selectOption('0.25 vCPU, 0.5 GB')
    await page.getByLabel('Tasks', { exact: true }).fill('10')
    expect(await row.innerText()).toMatch(/\$0\.123\s+\$90\.10/)
    await page.getByLabel('They run').selectOption('8 hours a day')
    expect(await row.innerText()).toMatch(/\$0\.123\s+\$29\.62/)
  })
})

function theme(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.theme)
}

function selected(page: Page): Promise<string> {
  return page.evaluate(() => {
    const field = document.activeElement
    return field instanceof HTMLTextAreaElement
      ? field.value.slice(field.selectionStart, field.selectionEnd)
      : ''
  })
}

function running(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document.getAnimations().filter(one => one instanceof CSSAnimation && one.playState === 'running')
        .length,
  )
}

async function answerWrong(quiz: ReturnType<Page['locator']>): Promise<void> {
  await quiz.locator('.question:visible input:not([data-right])').first().check()
  await quiz.getByRole('button', { name: 'Answer' }).click()
}

async function expectWordBeside(page: Page, entry: string, word: string): Promise<void> {
  await page.locator(`[data-entry="${entry}"] [data-word]`, { hasText: word }).waitFor({ state: 'attached' })
}
