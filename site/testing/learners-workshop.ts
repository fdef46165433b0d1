import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { loadLab } from '../../labs/load.ts'
import { startRunner, type RunningRunner } from '../../lab-runner/start.ts'
import { startTestSandbox, type TestAccount } from '../../sandbox/services/ecs/testing/test-lab.ts'
import { buildSite } from '../../scripts/launch/site-build.ts'
import { findProgram } from '../../scripts/setup/programs.ts'
import { openBrowser } from './browser.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** A workshop with a browser, and what was made in the learner's practice account. */
export interface LearnersWorkshop<Lab> {
  lab: Lab
  browser: Browser
  runner: RunningRunner
  /** A page of lab 040, signed in. */
  page: Page
  setTimeScale(scale: number): void
  close(): Promise<void>
}

/** Starts it; time passes sixty times as fast as on AWS until somebody changes that. */
export async function openLearnersWorkshop<Lab>(
  makeLab: (account: TestAccount) => Promise<Lab>,
): Promise<LearnersWorkshop<Lab>> {
  const home = mkdtempSync(path.join(tmpdir(), 'slipway-learner-'))
  const [sandbox] = await Promise.all([
    startTestSandbox({ port: 0, logLevel: 'silent' }),
    buildSite(root, path.join(root, '.cache/site-build.log'), () => undefined),
  ])
  const adminTokenFile = path.join(home, 'admin-token')
  writeFileSync(adminTokenFile, sandbox.adminToken)
  const runner = await startRunner({
    port: 0,
    home: path.join(home, 'state'),
    siteDir: path.join(root, 'site/dist'),
    labs: [await loadLab(path.join(root, 'labs/040-service-behind-alb'))],
    practice: { endpoint: sandbox.endpoint, adminTokenFile },
    log: pino({ level: 'silent' }),
  })
  const browser = await openBrowser(
    findProgram('chromium', 'chromium-browser', 'google-chrome') ?? 'chromium',
  )
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(runner.signInUrl)
  const { learnerId } = (await (await page.request.get(`${runner.url}/api/me`)).json()) as {
    learnerId: string
  }
  const { accounts } = runner.deps
  const { accountId } = await accounts.row(learnerId)
  const { shell } = await accounts.ready(learnerId, accountId ?? '')
  const { credentials } = shell
  if (accountId === null || !credentials) throw new Error('The learner has no practice account.')
  sandbox.sandbox.clock.setScale(accountId, 60)
  const lab = await makeLab({ endpoint: sandbox.endpoint, accountId, ...credentials })
  await page.goto(`${runner.url}/labs/service-behind-alb/`)
  return {
    lab,
    browser,
    runner,
    page,
    setTimeScale: scale => sandbox.sandbox.clock.setScale(accountId, scale),
    async close() {
      await browser.close()
      await runner.close()
      await sandbox.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
