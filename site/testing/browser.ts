import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Download, type Page } from 'playwright-core'

const DOWNLOAD_MS = 120_000

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts the browser at `program`, which says nothing to anybody by itself. */
export function openBrowser(program: string): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: flags })
}

/** What the next click downloads, whether on its page or in a tab that it opens. */
export function nextDownload(page: Page): Promise<Download> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`Nothing was downloaded in ${DOWNLOAD_MS} ms.`)),
      DOWNLOAD_MS,
    )
    const came = (download: Download) => {
      clearTimeout(late)
      resolve(download)
    }
    page.once('download', came)
    page.context().once('page', tab => tab.once('download', came))
  })
}

/** What axe finds on the page, one line a rule with the elements it is about; `exclude` is a selector of what is not ours. */
export async function axe(page: Page, exclude?: string): Promise<string[]> {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
  // Only with frames of other hosts does axe need a second page, which doubles its work, to put together what it found.
  if (page.frames().length === 1) builder.setLegacyMode()
  if (exclude !== undefined) builder.exclude(exclude)
  const { violations } = await builder.analyze()
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`,
  )
}

/** Collects what should never happen on a page: errors, refused scripts, requests to another host. */
export function watch(page: Page, url: string): string[] {
  const seen: string[] = []
  page.on('pageerror', error => seen.push(`error: ${error.message}`))
  page.on('console', message => {
    // A page asks for the learner's progress; without lab-runner the answer is 404, which the browser notes.
    if (message.type() === 'error' && !message.location().url.startsWith(`${url}/api/`)) {
      seen.push(`console: ${message.text()} ${message.location().url}`)
    }
  })
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${url}/`))
      seen.push(`request: ${request.url()}`)
  })
  return seen
}
