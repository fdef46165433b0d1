import { expectBuild } from '../../assertions/expect-build.ts'
import { expectPushed } from '../../assertions/expect-pushed.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { explainBuild } from '../explain-build.ts'
import { PROJECT, REPOSITORY, start } from '../names.ts'

export default defineStep({
  title: 'Build and push',
  needs: ['create-repository', 'create-project'],
  commands: () => [start],
  check: account => {
    const { repositoryUri: uri = '', registry } = account.out['create-repository'] ?? {}
    return allOf(
      () => expectBuild(account, { project: PROJECT, start }, explainBuild(account)),
      ({ buildNumber = '' }) =>
        expectPushed(account, {
          ...{ repository: REPOSITORY, uri, tag: buildNumber },
          login: `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`,
        }),
    )
  },
  hints: [
    'aws codebuild start-build answers at once; the build takes its time.',
    'When it fails, the phase and its context say where, and the log why.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: [
    'codebuild:ListBuildsForProject',
    'codebuild:BatchGetBuilds',
    'logs:FilterLogEvents',
    'ecr:DescribeImages',
  ],
})
