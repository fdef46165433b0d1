import { expectBuild } from '../../assertions/expect-build.ts'
import { defineStep } from '../../define.ts'
import { PROJECT, start, upload, zip } from '../names.ts'

export default defineStep({
  title: 'See a test stop it',
  needs: ['start-build'],
  commands: context => {
    const { buildId } = context.out['start-build'] ?? {}
    return [
      `aws codebuild batch-get-builds --ids ${buildId} --query 'builds[0].phases[].[phaseType,phaseStatus,durationInSeconds]' --output table`,
      `sed -i.old 's/Hello/Good day/' app/greeting.mjs && rm app/greeting.mjs.old`,
      zip,
      upload(context),
      start,
    ]
  },
  check: account => {
    const after = Number(account.out['start-build']?.['buildNumber'] ?? 0)
    return expectBuild(account, { project: PROJECT, after, failsIn: 'PRE_BUILD', start })
  },
  hints: [
    'The greeting changes, and the test still asks for the old one.',
    'A project builds what is in the bucket, not what is in your folder: pack and upload first.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: ['codebuild:ListBuildsForProject', 'codebuild:BatchGetBuilds'],
})
