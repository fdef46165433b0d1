import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerClient, engineVersion } from '../../scripts/setup/engine.ts'
import { findProgram } from '../../scripts/setup/programs.ts'
import { processesOf } from '../../scripts/test/processes-of.ts'
import { axe, openBrowser } from './browser.ts'

const root = path.resolve(import.meta.dirname, '../..')
const browserProgram = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
const engine = await engineVersion()
const required = process.env.CI === 'true'

/** A whole workshop, as `npm start` brings it up. */
interface Workshop {
  url: string
  signInUrl: string
  home: string
  process: ChildProcess
}

/** The tests of a learner who does lab 040 in a browser, from `npm start` to Ctrl-C, with tasks in this runtime. */
export function describeJourney(runtime: 'process' | 'docker'): void {
  describe(`A learner in a browser, with tasks in ${runtime}`, () => {
    const possible = browserProgram !== null && (runtime === 'process' || engine !== null)
    let workshop: Workshop
    let browser: Browser
    let page: Page

    beforeAll(async () => {
      if (!possible || !browserProgram) return
      workshop = await startWorkshop(runtime)
      browser = await openBrowser(browserProgram)
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      page = await context.newPage()
    }, 180_000)

    afterAll(async () => {
      await browser?.close()
      if (!workshop) return
      await stopWorkshop(workshop)
      await rm(workshop.home, { recursive: true, force: true })
    }, 60_000)

    test.skipIf(!possible && !required)(
      'does lab 040 from the first step to an empty inventory',
      async () => {
        await page.goto(workshop.signInUrl)
        expect(page.url(), 'the token has left the address').toBe(`${workshop.url}/`)
        await page.goto(`${workshop.url}/labs/service-behind-alb/`)
        await page.getByText('connected', { exact: true }).waitFor()
        await page.getByRole('combobox', { name: /Time/ }).selectOption('60')

        const steps = await page.locator('.step').evaluateAll(elements => elements.map(({ id }) => id))
        expect(steps.length).toBeGreaterThan(9)
        for (const step of steps) await runStep(page, step)

        await page.getByRole('tab', { name: /^Map/ }).click()
        await page.getByText('3 of 3 healthy').first().waitFor()
        expect(await axe(page)).toEqual([])

        await page.getByRole('tab', { name: /^App/ }).click()
        const app = page.frameLocator('iframe')
        await app.getByText('Version 2').waitFor()
        const answered = new Set<string>()
        for (let asked = 0; answered.size < 2 && asked < 20; asked++) {
          await app.getByText('Ask again').click()
          answered.add(await app.locator('dd').first().innerText())
        }
        expect(answered.size, 'tasks that answered').toBeGreaterThan(1)

        await page.getByRole('tab', { name: /^Logs/ }).click()
        await page
          .getByText(/GET \/health 200/)
          .first()
          .waitFor()

        const second = await page.context().newPage()
        await second.goto(page.url())
        await second
          .locator('.step[data-s="done"]')
          .nth(steps.length - 1)
          .waitFor()
        await second.close()

        await page.getByRole('button', { name: 'Reset…' }).click()
        await page.getByRole('button', { name: 'Take it down' }).click()
        await page.getByText('Nothing is left').waitFor({ timeout: 120_000 })
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
        await page
          .locator('.step[data-s="todo"]')
          .nth(steps.length - 1)
          .waitFor()
      },
      500_000,
    )

    test.skipIf(!possible && !required)('Ctrl-C leaves no process and no container', async () => {
      expect(processesOf(workshop.home).length, 'while it runs').toBeGreaterThan(2)
      await stopWorkshop(workshop)
      expect(processesOf(workshop.home)).toEqual([])
      expect(runtime === 'docker' ? await containersOf(workshop.home) : []).toEqual([])
    })
  })
}

async function containersOf(home: string): Promise<string[]> {
  const containers = await dockerClient().listContainers({
    all: true,
    filters: { label: ['slipway.folder'] },
  })
  return containers
    .filter(({ Labels }) => Labels['slipway.folder']?.startsWith(home))
    .map(({ Names }) => Names.join())
}

/** Opens a step, presses Run, and waits until its check has passed. */
async function runStep(page: Page, id: string): Promise<void> {
  const step = page.locator(`#${id}`)
  const details = step.locator('details').first()
  if (!(await details.evaluate(element => (element as HTMLDetailsElement).open))) {
    await step.locator('summary').first().click()
  }
  await step.getByRole('button', { name: /^Run/ }).click()
  const deadline = Date.now() + 120_000
  for (;;) {
    const state = await step.getAttribute('data-s')
    if (state === 'done') return
    if (['error', 'stopped'].includes(state ?? '') || Date.now() > deadline) {
      throw new Error(`Step ${id} is ${state ?? 'gone'}, expected done: ${await step.innerText()}`)
    }
    await page.waitForTimeout(200)
  }
}

async function startWorkshop(runtime: string): Promise<Workshop> {
  const home = await mkdtemp(path.join(tmpdir(), 'slipway-journey-'))
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start', '--no-install', '--no-open'], {
    cwd: root,
    env: {
      ...process.env,
      SLIPWAY_HOME: home,
      PORT: '0',
      SANDBOX_PORT: '0',
      SANDBOX_RUNTIME: runtime,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const signInUrl = await new Promise<string>((resolve, reject) => {
    const read = (bytes: Buffer) => {
      printed += bytes.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\w+/.exec(printed)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', code => {
      reject(new Error(`npm start ended with ${code ?? 'a signal'}:\n${printed}`))
    })
  })
  return { url: new URL(signInUrl).origin, signInUrl, home, process: child }
}

async function stopWorkshop({ process: child }: Workshop): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGINT')
  await ended
}
