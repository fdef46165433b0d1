import { expectBuild } from '../../assertions/expect-build.ts'
import { SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { inProduction } from '../in-production.ts'
import { PROJECT, push, setVersion } from '../names.ts'

export default defineStep({
  title: 'Push what a test stops',
  needs: ['prepare', 'create-load-balancer', 'push-version-2'],
  commands: context => [setVersion('three'), ...push(context)],
  check: account => {
    const { buildNumber: before = '' } = account.out['push-version-2'] ?? {}
    const wanted = { project: PROJECT, after: Number(before), start: push(account)[1] ?? '' }
    return allOf(
      () => expectBuild(account, { ...wanted, failsIn: 'PRE_BUILD' }),
      async () => {
        const verdict = await inProduction(account, { buildNumber: before, version: '2' })
        return verdict.status === 'pass' ? { ...verdict, outputs: {} } : verdict
      },
    )
  },
  hints: ['The test asks for a number. What it does not let through gets no image, and so no task.'],
  solve: 'commands',
  timeout: '8m',
  serves: true,
  reads: ['codebuild:ListBuildsForProject', 'codebuild:BatchGetBuilds', ...SERVICE_STABLE_READS],
})
