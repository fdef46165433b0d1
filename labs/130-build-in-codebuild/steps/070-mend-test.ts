import { expectBuild } from '../../assertions/expect-build.ts'
import { expectPushed } from '../../assertions/expect-pushed.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { explainBuild } from '../explain-build.ts'
import { LOG_GROUP, PROJECT, REPOSITORY, start, upload, zip } from '../names.ts'

export default defineStep({
  title: 'Read the log, and mend it',
  needs: ['create-repository', 'break-test'],
  commands: context => {
    const { buildId = '' } = context.out['break-test'] ?? {}
    return [
      `aws codebuild batch-get-builds --ids ${buildId} --query 'builds[0].phases[?phaseStatus==\`FAILED\`].{phase:phaseType,why:contexts[0].message}'`,
      `aws logs get-log-events --log-group-name ${LOG_GROUP} --log-stream-name ${buildId.split(':')[1] ?? buildId} --query 'events[].[message]' --output text | tail -n 40`,
      `sed -i.old 's/Hello/Good day/' app/greeting.test.mjs && rm app/greeting.test.mjs.old`,
      zip,
      upload(context),
      start,
      `aws ecr describe-images --repository-name ${REPOSITORY} --query 'imageDetails[].imageTags'`,
    ]
  },
  check: account => {
    const { repositoryUri: uri = '', registry } = account.out['create-repository'] ?? {}
    const after = Number(account.out['break-test']?.['buildNumber'] ?? 0)
    return allOf(
      () => expectBuild(account, { project: PROJECT, after, start }, explainBuild(account)),
      ({ buildNumber = '' }) =>
        expectPushed(account, {
          ...{ repository: REPOSITORY, uri, tag: buildNumber },
          login: `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`,
        }),
    )
  },
  hints: [
    'The context of the failed phase names the command; its output stands in the log, in the stream of that build.',
    'The new greeting is meant, so the test has to learn it.',
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
