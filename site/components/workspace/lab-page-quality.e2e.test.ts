import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { axe } from '../../testing/browser.ts'
import type { FakeRunner } from './testing/fake-runner.ts'
import { failedDeployment, shiftingDeployment } from './testing/fake-deployment.ts'
import { hintTexts, rollingMap, standingMap, verdict } from './testing/fake-lab.ts'
import { shiftingLoad } from './testing/fake-traffic.ts'
import { LabPages, phone, wide } from './testing/lab-page.ts'

let pages: LabPages
beforeAll(async () => {
  pages = await LabPages.build()
})
afterEach(() => pages.closePages())
afterAll(() => pages.close())

/** Every state that a step can have, on one page. */
function allStates(fake: FakeRunner): void {
  const [a, b, c, d, e, f] = fake.lab.steps.map(({ id }) => id)
  fake.finish(3)
  if (a === undefined || b === undefined || c === undefined || d === undefined) return
  if (e === undefined || f === undefined) return
  fake.change(b, { status: 'shown' })
  fake.change(c, {
    status: 'settling',
    verdict: verdict('waiting', { retryAt: Date.now() + 60_000, aboutSeconds: 42 }),
  })
  fake.change(d, { status: 'notyet', verdict: verdict('fail'), hints: hintTexts.slice(0, 1) })
  fake.change(e, { status: 'error', verdict: verdict('error') })
  fake.change(f, { status: 'checking' })
  fake.map = rollingMap()
  fake.deployments = [shiftingDeployment(), failedDeployment()]
  fake.load = shiftingLoad(20, 60)
  fake.logs = [
    { at: Date.now(), stream: `web/web/${'3f9a21'.padEnd(32, '0')}`, message: '{"path":"/","status":503}' },
  ]
}

const openAll = (page: Page) =>
  page.evaluate(() =>
    document.querySelectorAll('.step details').forEach(step => step.setAttribute('open', '')),
  )

/** Each tab, and what is in its pane once that has read and drawn what `allStates` holds. */
const tabs = {
  Terminal: '#pane-terminal .xterm',
  Map: '#pane-map select',
  App: '#pane-app .inset',
  Logs: '#pane-logs .log li',
  Metrics: '#pane-metrics .charts',
  Traffic: '#pane-traffic .chart',
}

describe.each([
  ['wide', wide],
  ['phone', phone],
] as const)('axe finds nothing, %s', (_name, viewport) => {
  it.each(['light', 'dark'] as const)('%s', async theme => {
    const { page } = await pages.open({ viewport, theme, arrange: allStates })
    await page.locator('.verdict[data-s="notyet"]').waitFor({ state: 'attached' })
    await openAll(page)
    const found: string[] = []
    for (const [tab, content] of Object.entries(tabs)) {
      await page.getByRole('tab', { name: tab }).click()
      await page.locator(content).first().waitFor()
      // The terminal's rows are xterm's own; its colours are held to 4.5 : 1 by minimumContrastRatio.
      found.push(...(await axe(page, '.xterm')).map(line => `${tab}: ${line}`))
    }
    expect(found).toEqual([])
  })

  it('in the dialogs', async () => {
    const { page } = await pages.open({ viewport, arrange: fake => fake.finish(1) })
    await page.locator('button.gauge').click()
    await page.getByRole('button', { name: 'Choose another…' }).click()
    await page.getByText('AWS, with temporary keys').click()
    expect(await axe(page, '.xterm')).toEqual([])
  })
})

it('is at most 300 KiB of scripts and styles, gzipped, with terminal and map', async () => {
  const sizes = new Map<string, number>()
  const { page } = await pages.open({
    arrange: fake => (fake.map = standingMap()),
    prepare: page => {
      page.on('response', response => {
        if (!/\.(?:js|css)$/.test(new URL(response.url()).pathname)) return
        void response.body().then(body => sizes.set(response.url(), gzipSync(body).length))
      })
      return Promise.resolve()
    },
  })
  await page.locator('.xterm').waitFor()
  await page.getByRole('tab', { name: 'Map' }).click()
  await page.getByText('2 of 2 healthy').waitFor()
  const sum = [...sizes.values()].reduce((all, size) => all + size, 0)
  expect(sum).toBeGreaterThan(100 * 1024)
  expect(sum).toBeLessThan(300 * 1024)
})
