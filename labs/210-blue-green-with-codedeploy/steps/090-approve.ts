import { GetDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { currentEvent, deploymentTarget, trafficOf } from '../../assertions/codedeploy-state.ts'
import { failedDeployment } from '../../assertions/expect-deployment.ts'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { expectedDeployment } from '../expected-deployment.ts'
import { TARGET, WAITS } from '../names.ts'
import { watchTraffic } from '../watch-command.ts'

export default defineStep({
  title: 'Approve, and watch the visitors move',
  needs: ['deploy', 'try-green'],
  commands: ({ out }) => {
    const { deploymentId } = out['deploy'] ?? {}
    return [
      `aws deploy continue-deployment --deployment-id ${deploymentId} --deployment-wait-type READY_WAIT`,
      watchTraffic(deploymentId),
    ]
  },
  check: async account => {
    const { deploymentId = '' } = account.out['deploy'] ?? {}
    const { deploymentInfo = {} } = await account.aws.codedeploy.send(
      new GetDeploymentCommand({ deploymentId }),
    )
    const expected = 'all visitors with green'
    const failed = failedDeployment(deploymentInfo, expectedDeployment)
    if (failed) {
      return fail(failed.reason, {
        ...failed,
        expected,
        next: 'Nothing is broken: all visitors are with blue. Go back to the step that deploys, run it again, try green, and approve it here.',
      })
    }
    if (deploymentInfo.status === 'Ready') {
      const approve = `aws deploy continue-deployment --deployment-id ${deploymentId} --deployment-wait-type READY_WAIT`
      return fail('not-approved', {
        title: 'It waits for you',
        expected,
        observed: `${deploymentId} is Ready, and is given up when nobody approves it within ${WAITS.approval} minutes`,
        next: `Is version 2 as you want it? Then approve it: \`${approve}\``,
      })
    }
    const target = await deploymentTarget(account, { deploymentId, service: TARGET })
    const open = target.lifecycleEvents?.filter(({ status }) => status !== 'Succeeded') ?? []
    if (open.length > 0 && deploymentInfo.status !== 'Succeeded') {
      return waiting('traffic-shifting', {
        title: 'The visitors are moving',
        expected,
        observed: `${trafficOf(target)}; at ${currentEvent(target)}`,
        next: 'Wait, and watch Traffic: a tenth more goes to green every minute. To go back, stop the deployment.',
        retryAfterSeconds: 10,
        aboutSeconds: 600,
      })
    }
    return pass(`${trafficOf(target)}. Blue still runs, and could have its visitors back in a moment.`)
  },
  hints: [
    'There are two waits in such a deployment. READY_WAIT is the first: green is up, and has no visitors yet.',
    'The second command only looks, every five seconds, and ends when green has everything. Ctrl+C ends it sooner, and stops nothing else.',
  ],
  solve: 'commands',
  timeout: '15m',
  serves: true,
  reads: ['codedeploy:GetDeployment', 'codedeploy:GetDeploymentTarget'],
})
