import { expectBuild } from '../../assertions/expect-build.ts'
import { SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { inProduction } from '../in-production.ts'
import { PROJECT, push, setVersion } from '../names.ts'

export default defineStep({
  title: 'Change a line, and push',
  needs: ['prepare', 'create-load-balancer', 'create-rule'],
  commands: context => ['cat app/buildspec.yml', setVersion('2'), ...push(context)],
  check: account =>
    allOf(
      () => expectBuild(account, { project: PROJECT, start: push(account)[1] ?? '' }),
      ({ buildNumber = '' }) => inProduction(account, { buildNumber, version: '2' }),
    ),
  hints: [
    'The line is in app/Dockerfile. The push is the upload; nothing else is needed from you.',
    'No build? Then look at the rule: its pattern, its target, its role.',
  ],
  solve: 'commands',
  timeout: '10m',
  serves: true,
  reads: [
    ...['codebuild:ListBuildsForProject', 'codebuild:BatchGetBuilds', 'logs:FilterLogEvents'],
    ...SERVICE_STABLE_READS,
  ],
})
