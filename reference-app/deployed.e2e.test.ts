import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findProgram } from '../scripts/setup/programs.ts'
import { nextDownload, openBrowser } from '../site/testing/browser.ts'
import { buildOnce } from './api/testing/app-process.ts'
import { DeployedApp } from './testing/deployed-app.ts'

const browserProgram = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
const possible = browserProgram !== null && findProgram('mariadbd', 'mysqld') !== null
/** The most that a machine with much else to do may take; alone it is done in a minute. */
const PATIENCE = 600_000

let app: DeployedApp
let browser: Browser
let page: Page
const folder = mkdtempSync(path.join(tmpdir(), 'deployed-app-'))
const files = [
  { name: 'in s3.bin', store: 'S3', bytes: randomBytes(300_000) },
  { name: 'in efs.bin', store: 'the file system', bytes: randomBytes(200_000) },
]

beforeAll(async () => {
  if (!possible) return
  await buildOnce()
  app = new DeployedApp()
  ;[browser] = await Promise.all([openBrowser(browserProgram), app.deploy()])
  const context = await browser.newContext({ proxy: { server: app.endpoint, bypass: '127.0.0.1' } })
  context.setDefaultTimeout(PATIENCE / 4)
  page = await context.newPage()
}, PATIENCE)

afterAll(async () => {
  await browser?.close()
  await app?.remove()
  rmSync(folder, { recursive: true, force: true })
}, PATIENCE)

test.skipIf(!possible && process.env.CI !== 'true')(
  'two tasks, a database, a bucket and a file system keep what a user uploads, whatever is killed',
  { timeout: PATIENCE },
  async () => {
    await page.goto(app.url)
    await page.getByLabel('Username').fill('ada')
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByRole('button', { name: 'Register' }).click()
    await page.getByRole('heading', { name: 'Files of ada' }).waitFor()
    for (const { name, store, bytes } of files) {
      const file = path.join(folder, name)
      writeFileSync(file, bytes)
      await page.getByRole('radio', { name: store }).check()
      await page.getByLabel('Upload files').setInputFiles(file)
      await page.getByText(`${name} is stored.`).waitFor()
    }
    await downloadsBoth(page)

    const tasks = app.taskProcesses()
    expect(tasks).toHaveLength(2)
    for (const pid of tasks) process.kill(-pid, 'SIGKILL')
    await app.kill()
    await app.start()
    await app.replaced(tasks)
    await app.settled(2)
    await page.goto(app.url)
    await page.getByRole('button', { name: 'ada ada@example.com' }).click()
    await downloadsBoth(page)

    // As the workshop frames it, which lets no other site into its frame.
    const framed = await openFramed()
    await framed.frame.getByRole('button', { name: 'ada ada@example.com' }).click()
    await downloadsBoth(framed.page, framed.frame)
  },
)

test.skipIf(!possible && process.env.CI !== 'true')(
  'a load makes two tasks four, and its end makes them two again',
  { timeout: PATIENCE },
  async () => {
    await page?.context().close()
    // So few that a machine with much to do can send more.
    await app.scaleByRequests({ least: 2, most: 4, target: 2 })
    await app.underLoad(() => app.settled(4))
    await app.settled(2)
    const [last, first] = await app.scalingCauses()
    expect(first).toMatch(/AlarmHigh.* in state ALARM triggered policy/)
    expect(last).toMatch(/AlarmLow.* in state ALARM triggered policy/)
  },
)

async function downloadsBoth(page: Page, where: Page | Frame = page): Promise<void> {
  for (const { name, bytes } of files) {
    const download = nextDownload(page)
    await where.getByRole('link', { name }).click()
    expect(bytes.equals(readFileSync(await (await download).path())), name).toBe(true)
  }
}

/** The app in a frame with the workspace's own permissions, on a page with its own policy. */
async function openFramed(): Promise<{ page: Page; frame: Frame }> {
  const pane = readFileSync(
    path.join(import.meta.dirname, '../site/components/workspace/app/AppPane.tsx'),
    'utf8',
  )
  const [, permissions] = /sandbox="([^"]+)"/.exec(pane) ?? []
  expect(permissions).toContain('allow-downloads')
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      'content-security-policy': `default-src 'none'; frame-src ${app.url}`,
    })
    response.end(
      `<!doctype html><title>Workspace</title><iframe src="${app.url}" sandbox="${permissions}"></iframe>`,
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const framing = await page.context().newPage()
  await framing.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  server.close()
  const frame = await (await framing.waitForSelector('iframe')).contentFrame()
  if (!frame) throw new Error('There is no frame.')
  return { page: framing, frame }
}
