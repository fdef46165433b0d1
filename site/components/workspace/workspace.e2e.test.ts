import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { failedDeployment, shiftingDeployment } from './testing/fake-deployment.ts'
import { runOf, standingMap, verdict } from './testing/fake-lab.ts'
import { LabPages, phone, screenText } from './testing/lab-page.ts'
import { tabTo } from './testing/tab-to.ts'

const soon = { timeout: 10_000 }
let pages: LabPages
beforeAll(async () => {
  pages = await LabPages.build()
})
afterEach(() => pages.closePages())
afterAll(() => pages.close())

const step = (page: Page, id: string) => page.locator(`#${id}`)
const ready = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).first().waitFor()

describe('the lab page, with the keyboard alone', () => {
  it('runs, reads hints, checks, and opens the next step', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    await tabTo(page, 'Skip to the lesson')
    await page.keyboard.press('Enter')
    await tabTo(page, /^1\. Create the cluster/)
    await tabTo(page, 'Run')
    await tabTo(page, 'Check now')
    await tabTo(page, 'Hint 1 of 3')
    await page.keyboard.press('Enter')
    await step(page, 'create-cluster').getByText('A cluster is only a name.').waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await step(page, 'create-cluster')
      .getByText(/^Done \d\d:\d\d$/)
      .waitFor()
    await step(page, 'create-security-groups').locator('details[open]').waitFor()
    expect(fake.requests).toEqual(['POST steps/create-cluster/hint', 'POST steps/create-cluster/run'])
    expect(await screenText(page)).toContain('aws ecs create-cluster')
  })

  it('moves the divider and the tabs, and both are remembered', async () => {
    const { page } = await pages.open()
    await ready(page)
    const divider = page.getByRole('separator')
    await divider.focus()
    const before = Number(await divider.getAttribute('aria-valuenow'))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(Number(await divider.getAttribute('aria-valuenow'))).toBeGreaterThan(before)
    await page.keyboard.press('Home')
    expect(await divider.getAttribute('aria-valuenow')).toBe('22')
    await page.getByRole('tab', { name: 'Terminal' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await page.getByRole('tab', { name: 'Map' }).getAttribute('aria-selected')).toBe('true')
    await page.reload()
    await ready(page)
    await page.getByRole('tabpanel', { name: 'Map' }).waitFor()
    expect(await divider.getAttribute('aria-valuenow')).toBe('22')
  })

  it('gives Tab to the shell, and Ctrl+Shift+Up leaves it', async () => {
    const { page, fake } = await pages.open()
    await page.locator('.xterm-helper-textarea').focus()
    await page.keyboard.type('ec')
    await page.keyboard.press('Tab')
    await expect.poll(() => fake.terminals[0]?.input, soon).toBe('ec\t')
    await page.keyboard.press('Control+Shift+ArrowUp')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-terminal')
    await page.keyboard.type('no')
    expect(fake.terminals[0]?.input).toBe('ec\t')
  })
})

describe('a step', () => {
  it('makes one request of a double click on Run', async () => {
    const { page, fake } = await pages.open({ arrange: fake => (fake.pace = 400) })
    await ready(page)
    await page.getByRole('button', { name: 'Run', exact: true }).first().dblclick()
    await step(page, 'create-cluster')
      .getByText(/^Done \d\d:\d\d$/)
      .waitFor()
    expect(fake.requests).toEqual(['POST steps/create-cluster/run'])
  })

  it('says expected, observed and next, and counts down while it settles', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    fake.change('create-cluster', {
      status: 'notyet',
      verdict: verdict('fail', { title: 'The cluster is missing', next: 'Create it.', attempt: 3 }),
    })
    const first = step(page, 'create-cluster')
    await first.getByText('Not yet: the cluster is missing').waitFor()
    expect(await first.locator('.verdict dt').allTextContents()).toEqual(['Expected', 'Observed', 'Next'])
    expect(await first.locator('.verdict footer').textContent()).toMatch(/Checked \d\d:\d\d:\d\d, third time/)
    const waiting = verdict('waiting', { title: 'It starts', retryAt: Date.now() + 9000, aboutSeconds: 42 })
    fake.change('create-cluster', { status: 'settling', verdict: waiting })
    await first.getByText(/^about 4\d s$/).waitFor()
    await first.getByText(/Looks again by itself in \d s/).waitFor()
  })

  it('names the step that comes first, and can start there', async () => {
    const { page } = await pages.open()
    await ready(page)
    const third = step(page, 'create-execution-role')
    await third.locator('summary').first().click()
    await third.getByText('First: step 2, Draw the doors: two security groups').waitFor()
    expect(await third.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
    await third.getByRole('button', { name: 'Start from here…' }).click()
    await page.getByRole('dialog').getByText('2 steps before it will be done for you').waitFor()
  })

  it('asks before it shows, and gives the focus back', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    const show = page.getByRole('button', { name: 'Show me…' }).first()
    await show.click()
    await page.keyboard.press('Escape')
    expect(fake.requests).toEqual([])
    expect(await show.evaluate(element => element === document.activeElement)).toBe(true)
    await show.click()
    await page.getByRole('button', { name: 'Do it for me' }).click()
    await step(page, 'create-cluster')
      .getByText(/^Shown \d\d:\d\d$/)
      .waitFor()
  })

  it('stops a run with Ctrl-C in its terminal', async () => {
    const lastRun = runOf('run', 'create-cluster', { terminalId: 't1' })
    const { page, fake } = await pages.open({
      arrange: fake => void fake.change('create-cluster', { status: 'running', lastRun }),
    })
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(() => fake.terminals[0]?.input, soon).toBe('\x03')
  })
})

describe('the terminal', () => {
  it('shows its scrollback after a reload, and answers nothing that it replays', async () => {
    const { page, fake } = await pages.open()
    const terminal = fake.terminals[0]
    const queries = [
      '\x1b[c',
      '\x1b[>c',
      '\x1b[6n',
      '\x1b[?6n',
      '\x1b[5n',
      '\x1b]10;?\x07',
      '\x1bP$qm\x1b\\',
      '\x1b[?2026$p',
    ]
    terminal?.run('cat old', `${queries.join('')}remembered\n`, 0)
    await expect.poll(() => screenText(page), soon).toContain('remembered')
    await page.reload()
    await expect.poll(() => screenText(page), soon).toContain('remembered')
    await page.locator('.screen .exit').first().waitFor()
    expect(terminal?.input).toBe('')
  })

  it('lets output take neither clipboard nor title, and opens http links only', async () => {
    const { page, fake } = await pages.open()
    const title = await page.title()
    fake.terminals[0]?.run(
      'cat evil',
      '\x1b]52;c;ZXZpbA==\x07\x1b]0;evil\x07\x1b]8;;javascript:alert(1)\x07press me\x1b]8;;\x07 shown\n',
      0,
    )
    await expect.poll(() => screenText(page), soon).toContain('press me shown')
    let opened = 0
    page.context().on('page', () => (opened += 1))
    page.on('dialog', () => (opened += 1))
    await page.locator('.xterm-rows').getByText('press me').click({ force: true })
    await page.waitForTimeout(300)
    expect([await page.title(), opened]).toEqual([title, 0])
    expect(await page.evaluate(() => navigator.clipboard.readText().catch(() => 'not allowed'))).not.toBe(
      'evil',
    )
  })

  it('loses and repeats nothing when the connection is cut', async () => {
    const { page, fake } = await pages.open()
    const terminal = fake.terminals[0]
    await ready(page)
    for (let line = 0; line < 20; line += 1) {
      if (line % 7 === 3) fake.cut()
      terminal?.print(`\r\nline ${line} of 20`)
      await page.waitForTimeout(50)
    }
    await expect.poll(() => screenText(page), soon).toContain('line 19 of 20')
    const lines = (await screenText(page)).split('\n').filter(text => text.startsWith('line'))
    expect(lines).toEqual(Array.from({ length: 20 }, (_, line) => `line ${line} of 20`))
  })

  it('goes on at its end after another tab was in sight', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    const print = (text: string) => fake.terminals[0]?.print(`\r\n${text}`)
    for (let line = 0; line < 80; line += 1) print(`before ${line}`)
    await expect.poll(() => screenText(page), soon).toContain('before 79')
    await page.getByRole('tab', { name: 'Map' }).click()
    for (let line = 0; line < 80; line += 1) print(`meanwhile ${line}`)
    await page.waitForTimeout(300)
    await page.getByRole('tab', { name: 'Terminal' }).click()
    await expect.poll(() => screenText(page), soon).toContain('meanwhile 79')
    for (let line = 0; line < 80; line += 1) print(`after ${line}`)
    await expect.poll(() => screenText(page), soon).toContain('after 79')
  })

  it('acknowledges what it has drawn', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    fake.terminals[0]?.print('x'.repeat(100_000))
    await expect.poll(() => fake.terminals[0]?.acknowledged, soon).toBeGreaterThan(60_000)
  })

  it('opens and closes further terminals, and Run types into the one in sight', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    await page.getByRole('button', { name: 'New terminal' }).click()
    await page.getByRole('button', { name: 'bash 2', exact: true }).waitFor()
    await page.locator('.shell:visible .xterm-helper-textarea').focus()
    await page.keyboard.type('hi')
    await expect.poll(() => fake.terminals.map(({ input }) => input), soon).toEqual(['', 'hi'])
    await page.getByRole('button', { name: 'Close bash 2' }).click()
    await expect.poll(() => page.locator('.sessions').textContent(), soon).not.toContain('bash 2')
  })
})

describe('when something is wrong', () => {
  it('reads without the lab-runner, and says how to start it', async () => {
    const { page } = await pages.open({ arrange: fake => (fake.silent = true) })
    await page.getByText('The lab-runner is not answering.').waitFor()
    await page.getByText('npm start').waitFor()
    await step(page, 'create-cluster').locator('summary').click()
    await step(page, 'create-cluster').locator('.prose p').first().waitFor()
  })

  it('says to open the printed address when it is not signed in', async () => {
    const { page } = await pages.open({ arrange: fake => (fake.signedIn = false) })
    await page.getByText('You are not signed in.').waitFor()
    await page.getByText('Open the address that npm start printed').waitFor()
  })

  it('keeps everything while the connection is lost, and says so', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    await page.context().setOffline(true)
    fake.cut()
    await page.getByText('The connection is lost; trying again.').waitFor()
    expect(await page.getByRole('button', { name: 'Run', exact: true }).first().isDisabled()).toBe(true)
    await page.context().setOffline(false)
    await page.getByText('Connected again.').waitFor()
  })

  it('asks to reload when the server was updated', async () => {
    const { page, fake } = await pages.open()
    await ready(page)
    fake.outdated()
    await page.getByText('The workshop was updated.').waitFor()
    await page.getByRole('button', { name: 'Reload', exact: true }).waitFor()
  })

  it('shows a refusal beside the step that it is about', async () => {
    const { page } = await pages.open({
      prepare: page => page.route('**/steps/*/run', route => route.fulfill({ status: 409, json: refused })),
    })
    await ready(page)
    await page.getByRole('button', { name: 'Run', exact: true }).first().click()
    await step(page, 'create-cluster').getByRole('alert').getByText('The account changed.').waitFor()
  })
})

const refused = { code: 'account-changed', message: 'The account changed.', next: 'Confirm it again.' }

describe('account, reset and map', () => {
  it('confirms the account before anything can be run', async () => {
    const { page, fake } = await pages.open({
      arrange: fake => void (fake.lab.account = { ...fake.lab.account, confirmed: false }),
    })
    await page.getByText('Confirm the account first.').waitFor()
    await page.getByRole('button', { name: 'See the account' }).click()
    await page.getByRole('dialog').getByText('arn:aws:iam::000000000000:user/learner').waitFor()
    await page.getByRole('button', { name: 'Yes, work in 000000000000' }).click()
    await expect.poll(() => fake.requests).toEqual(['POST /api/account/confirm'])
    await ready(page)
  })

  it('resets after the plan was seen, and shows the proof', async () => {
    const { page } = await pages.open({ arrange: fake => (fake.pace = 500) })
    await ready(page)
    await page.getByRole('button', { name: 'Reset…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Load balancer web, 1 listener').waitFor()
    await dialog.getByRole('button', { name: 'Take it down' }).click()
    await dialog.getByText('Deleting service web, 2 tasks').waitFor()
    await dialog.getByText('A second inventory found nothing.').waitFor()
  })

  it('draws what stands, and lists the same', async () => {
    const { page, fake } = await pages.open({
      prepare: page => page.addInitScript(() => localStorage.setItem('slipway:tab', 'map')),
    })
    await page.getByText('No target group yet').waitFor()
    fake.map = standingMap()
    const group = page.getByRole('region', { name: 'Target group web' })
    await group.getByText('2 of 2 healthy').waitFor()
    expect(await group.locator('.task b').allTextContents()).toEqual(['3f9a211a', '77e1b41b'])
    await page.getByRole('button', { name: 'as a list' }).click()
    await page.getByText('3f9a21, web:1, serves, zone 1a: healthy').waitFor()
  })

  it('sends load, tells who answers, and breaks something', async () => {
    const { page, fake } = await pages.open({
      prepare: page => page.addInitScript(() => localStorage.setItem('slipway:tab', 'traffic')),
    })
    await page.getByLabel('Requests a second').selectOption('50')
    await page.getByLabel('Minutes').selectOption('2')
    await page.getByRole('button', { name: 'Send load' }).press('Enter')
    await page.getByText(/^50 a second, [12]:\d\d left$/).waitFor()
    const shares = page.locator('.chart.wide li')
    await shares.getByText('90 %').waitFor()
    expect(await shares.allTextContents()).toEqual([
      ' version 1 90 %, 1 of its answers 5xx',
      ' version 2 10 %, 2 of its answers 5xx',
    ])
    // In one of the twenty seconds all that version 2 answered were failures.
    expect(await page.locator('.part.green').count()).toBe(19)
    expect(await page.locator('.part.failed').count()).toBe(1)
    await page.getByRole('button', { name: 'Kill one of 3 tasks' }).click()
    await page.getByText('Done: stop-task.').waitFor()
    await page.getByRole('button', { name: 'Stop the load' }).click()
    await page.getByText(/^Ended after/).waitFor()
    expect(fake.requests).toEqual(['POST load', 'POST chaos', 'POST load/stop'])
  })

  it('draws metrics with their newest values, alarms, and what was scaled', async () => {
    const { page } = await pages.open({
      prepare: page => page.addInitScript(() => localStorage.setItem('slipway:tab', 'metrics')),
    })
    const cpu = page.locator('.chart', { hasText: 'CPU' })
    await cpu.getByText('web 48 %').waitFor()
    expect(await cpu.locator('path.ln').getAttribute('d')).toMatch(/^M0\.0 \S+L30\.0 /)
    await page.locator('.chart', { hasText: '5xx' }).getByText('from tasks 4').waitFor()
    await page.getByText('In alarm').waitFor()
    await page.getByText('Setting desired count to 4.').waitFor()
  })
})

describe('on a phone', () => {
  it('moves the sheet through its three heights', async () => {
    const { page } = await pages.open({ viewport: phone })
    await ready(page)
    const height = async () => (await page.locator('.work').boundingBox())?.height ?? 0
    const half = await height()
    await page.locator('.handle').click()
    await expect.poll(height, soon).toBeGreaterThan(half + 200)
    await page.locator('.handle').press('ArrowDown')
    await page.locator('.handle').press('ArrowDown')
    await expect.poll(height, soon).toBeLessThan(80)
  })

  it.each([320, 360, 390])('scrolls in one direction only, at %i px', async width => {
    const { page } = await pages.open({
      viewport: { width, height: 640 },
      arrange: fake => {
        fake.map = standingMap()
        fake.deployments = [shiftingDeployment(), failedDeployment()]
      },
    })
    await ready(page)
    for (const tab of ['Map', 'App', 'Logs', 'Metrics', 'Traffic', 'Terminal']) {
      await page.getByRole('tab', { name: tab }).click()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      expect(await page.locator('.work').evaluate(work => work.scrollWidth)).toBe(width)
    }
    expect(await page.locator('.lab').evaluate(lab => lab.scrollWidth)).toBe(width)
  })
})
