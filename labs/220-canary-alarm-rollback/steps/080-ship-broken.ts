import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { EXPECT_DEPLOYMENT_READS } from '../../assertions/expect-deployment.ts'
import { deployUnderLoad } from '../deploy-commands.ts'
import { endedDeployment, underWay } from '../ship.ts'

export default defineStep({
  title: 'Ship it, and see who notices',
  needs: ['create-load-balancer', 'create-deployment-group', 'register-version-3'],
  commands: ({ out }) =>
    deployUnderLoad(
      out['register-version-3']?.['taskDefinitionArn'],
      out['create-load-balancer']?.['dnsName'],
    ),
  check: async account => {
    const expected = 'a deployment that the alarm has stopped, and one that has taken everybody back'
    const ended = await endedDeployment(account, { version: '3-errors', expected })
    if ('verdict' in ended) return ended.verdict
    const { deployment, rollback } = ended
    const { deploymentId = '' } = deployment
    if (deployment.status === 'Succeeded') {
      return fail('not-noticed', {
        title: 'Nobody has noticed',
        expected,
        observed: `${deploymentId} has Succeeded: the broken version has all visitors. Without requests there are no errors, and without errors no alarm`,
        next: 'Run this step’s commands again, and let the last one go on: it asks the site, as visitors would.',
      })
    }
    if (rollback?.status !== 'Succeeded') {
      const state = rollback ? `${rollback.deploymentId} is ${rollback.status}` : 'no rollback yet'
      return underWay(`${deploymentId} was stopped by the alarm; ${state}`, expected)
    }
    return pass(
      `${deployment.errorInformation?.message} ${rollback.rollbackInfo?.rollbackMessage ?? ''}`.trim(),
    )
  },
  hints: [
    'The last command asks five hundred times, says where the deployment is, and goes on until it has ended.',
    'One visitor in ten meets green, and one answer in twenty of green’s is an error: of five hundred requests about two or three fail.',
    'Traffic shows requests and errors by version. The Map shows the weights go back.',
  ],
  solve: 'commands',
  timeout: '20m',
  serves: true,
  reads: EXPECT_DEPLOYMENT_READS,
})
