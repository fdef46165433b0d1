import { EXPECT_DEPLOYMENT_READS, expectDeploymentReady } from '../../assertions/expect-deployment.ts'
import { defineStep } from '../../define.ts'
import { deploy } from '../deploy-commands.ts'
import { expectedDeployment } from '../expected-deployment.ts'

export default defineStep({
  title: 'Write the AppSpec file, and deploy version 2',
  needs: ['create-deployment-group', 'register-version-2'],
  commands: deploy,
  check: account => expectDeploymentReady(account, expectedDeployment),
  hints: [
    'The file answers three questions: what is to run, in which container, on which port.',
    'In YAML the spaces at the beginning of a line count: each line belongs to the one above it that is further left.',
    'The second command puts the file’s text between single quotes, so the file itself must have none.',
  ],
  solve: 'commands',
  timeout: '10m',
  serves: true,
  reads: EXPECT_DEPLOYMENT_READS,
})
