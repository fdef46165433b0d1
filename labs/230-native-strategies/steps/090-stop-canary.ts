import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { newestDeployment, NEWEST_DEPLOYMENT_READS } from '../newest-deployment.ts'

export default defineStep({
  title: 'Stop it, and be back at once',
  needs: ['canary'],
  commands: ({ out }) => {
    const { serviceDeploymentArn } = out['canary'] ?? {}
    return [
      `aws ecs stop-service-deployment --service-deployment-arn ${serviceDeploymentArn} --stop-type ROLLBACK`,
      `aws ecs describe-service-deployments --service-deployment-arns ${serviceDeploymentArn} --query 'serviceDeployments[0].[status,statusReason]' --output text`,
    ]
  },
  check: async account => {
    const again = 'Run the step before again, and stop that deployment here.'
    const found = await newestDeployment(account, { strategy: 'CANARY', image: '/uploads:3-errors', again })
    if ('reason' in found) return found
    const { serviceDeploymentArn, status = '' } = found.deployment
    const expected = 'all visitors with version 2, and version 3 gone'
    if (status === 'ROLLBACK_SUCCESSFUL') return pass('All visitors are with version 2 again.')
    if (status === 'ROLLBACK_REQUESTED' || status === 'ROLLBACK_IN_PROGRESS') {
      return waiting('rolling-back', {
        title: 'Version 3 is going',
        expected,
        observed: `the deployment is ${status}`,
        next: 'Wait: no visitor meets version 3 any more. Its tasks end what they are at, and are stopped.',
        ...{ retryAfterSeconds: 5, aboutSeconds: 120 },
      })
    }
    if (status === 'IN_PROGRESS') {
      const stop = `aws ecs stop-service-deployment --service-deployment-arn ${serviceDeploymentArn} --stop-type ROLLBACK`
      return fail('not-stopped', {
        title: 'Visitors still meet version 3',
        expected,
        observed: 'the deployment goes on',
        next: `Stop it: \`${stop}\``,
      })
    }
    return fail('not-rolled-back', {
      title: 'It did not go back',
      expected,
      observed: `the deployment is ${status}`,
      next: again,
    })
  },
  hints: [
    'No alarm was set, so nobody but you goes back. The lab before this one shows how an alarm does it.',
    'ROLLBACK gives the visitors back at once; ABORT would leave them where they are.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: NEWEST_DEPLOYMENT_READS,
})
