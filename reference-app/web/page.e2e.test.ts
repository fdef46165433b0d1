import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'
import { findProgram } from '../../scripts/setup/programs.ts'
import { axe, nextDownload, openBrowser } from '../../site/testing/browser.ts'
import { buildOnce, killAppProcesses, startAppProcess } from '../api/testing/app-process.ts'
import { eventually } from '../api/testing/eventually.ts'

const program = findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
const wide: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const folder = mkdtempSync(path.join(tmpdir(), 'uploads-page-'))

beforeAll(buildOnce)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the page weighs 80 KB at most', () => {
  const built = path.join(import.meta.dirname, '../dist/public')
  const files = readdirSync(built, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const weights = files.map(file => gzipSync(readFileSync(path.join(file.parentPath, file.name))).length)
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThan(80_000)
})

describe.skipIf(!program && process.env.CI !== 'true')(
  'in a browser (skipped where none is installed; never with CI=true)',
  () => {
    let browser: Browser
    let context: BrowserContext
    let account: RunningSandbox
    let environment: Record<string, string>

    beforeAll(async () => {
      browser = await openBrowser(program!)
      account = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
      const { accessKeyId, secretAccessKey } = account.createAccount()
      const [region, Bucket] = ['eu-west-1', 'uploads-page'] as const
      const credentials = { accessKeyId, secretAccessKey }
      const s3 = new S3Client({ endpoint: account.endpoint, region, credentials, forcePathStyle: true })
      await s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
      )
      environment = {
        BUCKET: Bucket,
        AWS_REGION: region,
        AWS_ENDPOINT_URL: account.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      }
    })
    afterEach(async () => {
      await context.close()
      killAppProcesses()
    })
    afterAll(async () => {
      await browser.close()
      await account.close()
    })

    /** A page of a new app, and what went wrong on it. */
    async function open(version: string, options: BrowserContextOptions) {
      const app = await startAppProcess({
        ...environment,
        APP_VERSION: version,
        MAX_UPLOAD_MB: '5',
        DATA_DIR: mkdtempSync(path.join(folder, 'app-')),
      })
      context = await browser.newContext(options)
      const page = await context.newPage()
      const troubles: string[] = []
      page.on('pageerror', error => troubles.push(error.message))
      page.on('console', message => message.type() === 'error' && troubles.push(message.text()))
      page.on('dialog', dialog => void dialog.accept())
      await page.goto(app.url)
      await page.getByText(`Version ${version}`).waitFor()
      return { app, page, troubles }
    }

    async function register(page: Page, username: string) {
      await page.getByLabel('Username').fill(username)
      await page.getByLabel('E-mail').fill(`${username}@example.com`)
      await page.getByRole('button', { name: 'Register' }).click()
      await page.getByRole('heading', { name: `Files of ${username}` }).waitFor()
    }

    test('a user registers, uploads to both stores, downloads both and deletes', async () => {
      const { page, troubles } = await open('1', wide)
      await register(page, 'ada')
      for (const [store, name] of [
        ['S3', 'to s3.txt'],
        ['the file system', 'to disk.txt'],
      ] as const) {
        const file = path.join(folder, name)
        writeFileSync(file, `bytes for ${store}`)
        await page.getByRole('radio', { name: store }).check()
        await page.getByLabel('Upload files').setInputFiles(file)
        await page.getByText(`${name} is stored.`).waitFor()
        const row = page.getByRole('listitem').filter({ hasText: name })
        expect(await row.textContent()).toContain(`in ${store}`)
        const download = nextDownload(page)
        await row.getByRole('link').click()
        expect((await download).suggestedFilename()).toBe(name)
        expect(readFileSync(await (await download).path(), 'utf8')).toBe(`bytes for ${store}`)
      }
      await page.getByRole('button', { name: 'Delete to s3.txt …' }).click()
      await eventually(() => page.getByText('to s3.txt', { exact: true }).count()).toBe(0)
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Files of ada')
      await page.reload()
      await page.getByRole('button', { name: 'ada ada@example.com' }).click()
      await eventually(() => page.getByRole('link').allTextContents()).toEqual(['to disk.txt'])
      await page.getByRole('button', { name: 'Delete ada …' }).click()
      await page.getByText('Nobody yet').waitFor()
      expect(troubles).toEqual([])
    })

    test('says in words what is refused: a name that is taken, a file that is too large, an app that is gone', async () => {
      const { app, page } = await open('1', wide)
      await register(page, 'ada')
      await page.getByLabel('Username').fill('Ada')
      await page.getByLabel('E-mail').fill('other@example.com')
      await page.getByRole('button', { name: 'Register' }).click()
      await page.getByText('The username ada is taken. Choose another.').waitFor()
      const large = path.join(folder, 'large.bin')
      writeFileSync(large, Buffer.alloc(6 * 1024 * 1024))
      await page.getByLabel('Upload files').setInputFiles(large)
      await page.getByText('large.bin: It has 6 MiB; the most is 5 MiB.').waitFor()
      app.kill('SIGKILL')
      await app.ended
      await page.getByRole('button', { name: 'Delete ada …' }).click()
      await page.getByText('The app does not answer.').waitFor()
    })

    test('shows how far an upload is, and cancels it', async () => {
      const { app, page } = await open('1', wide)
      await register(page, 'ada')
      const network = await context.newCDPSession(page)
      const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 }
      await network.send('Network.emulateNetworkConditions', slow)
      const file = path.join(folder, 'slow.bin')
      writeFileSync(file, Buffer.alloc(4 * 1024 * 1024))
      await page.getByLabel('Upload files').setInputFiles(file)
      const progress = page.getByRole('progressbar', { name: 'slow.bin' })
      await eventually(() => progress.evaluate(bar => (bar as HTMLProgressElement).value)).toBeGreaterThan(
        0.05,
      )
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('slow.bin: Cancelled; nothing of it was stored.').waitFor()
      const [user] = (await app.client.get('/api/users')).body.users
      expect(await app.client.files(user.id)).toEqual([])
    })

    test('does without a mouse', async () => {
      const { page } = await open('1', wide)
      await page.keyboard.press('Tab')
      await page.keyboard.type('bob')
      await page.keyboard.press('Tab')
      await page.keyboard.type('bob@example.com')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Files of bob' }).waitFor()
      const focused = () =>
        page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
        )
      const stops: (string | null | undefined)[] = []
      for (let n = 0; n < 4; n++) {
        await page.keyboard.press('Tab')
        stops.push(await focused())
      }
      expect(stops.slice(0, 3)).toEqual(['Register', 'bob bob@example.com', 'Delete bob …'])
    })

    test.each([
      ['1', 'light', wide],
      ['2', 'dark', wide],
      ['2', 'light', phone],
      ['1', 'dark', phone],
    ] as const)('version %s, %s, is accessible and fits (%o)', async (version, colorScheme, options) => {
      const { app, page, troubles } = await open(version, { ...options, colorScheme })
      await register(page, 'ada')
      const [user] = (await app.client.get('/api/users')).body.users
      await app.client.upload(user.id, `a-${'very-'.repeat(30)}long-name.bin`, 'x')
      await page.reload()
      await page.getByRole('button', { name: 'ada ada@example.com' }).click()
      await page.getByRole('link', { name: 'long-name' }).waitFor()
      expect(await axe(page)).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      if (process.env.PICTURES)
        await page.screenshot({ path: `${process.env.PICTURES}/${version}-${colorScheme}.png` })
      expect(troubles).toEqual([])
    })
  },
)
