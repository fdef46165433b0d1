import { expectServiceStable } from '../assertions/expect-service-stable.ts'
import { allOf, pass, waiting } from '../assertions/verdicts.ts'
import type { CheckContext, Verdict } from '../define.ts'
import { expectedService } from '../parts/create-service.ts'
import { place } from './names.ts'

/** The service runs the image of that build, and the site answers with that version. */
export function inProduction(
  account: CheckContext,
  { buildNumber, version }: { buildNumber: string; version: string },
): Promise<Verdict> {
  const { launchArn, dnsName = '' } = account.out['create-load-balancer'] ?? {}
  return allOf(
    () =>
      expectServiceStable(account, {
        ...expectedService(account.out, place, launchArn),
        image: `/${place.name}:${buildNumber}`,
      }),
    async () => {
      const { status, body } = await account.http(`http://${dnsName}/api/about`)
      const answer = status === 200 ? (JSON.parse(body) as { version: string }).version : `status ${status}`
      if (answer === version) return pass(`Your visitors get version ${version}.`)
      return waiting('other-version', {
        title: 'Your visitors still get another version',
        expected: `version ${version} at http://${dnsName}/`,
        observed: answer,
        next: 'Wait: the tasks that go end what they are at.',
        retryAfterSeconds: 5,
        aboutSeconds: 60,
      })
    },
  )
}
