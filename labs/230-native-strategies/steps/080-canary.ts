import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { registerUploads } from '../../parts/uploads-task.ts'
import { CANARY_PERCENT, place } from '../names.ts'
import { newestDeployment, NEWEST_DEPLOYMENT_READS } from '../newest-deployment.ts'
import { updateService } from '../strategies.ts'

export default defineStep({
  title: 'Show a broken version to one in five',
  needs: ['prepare', 'approve'],
  commands: context => [
    registerUploads(context, place, '3-errors'),
    updateService('canary', `--task-definition ${place.name}`),
  ],
  check: async account => {
    const again = 'Run this step’s commands again.'
    const found = await newestDeployment(account, { strategy: 'CANARY', image: '/uploads:3-errors', again })
    if ('reason' in found) return found
    const { serviceDeploymentArn = '', lifecycleStage, status, targetServiceRevision } = found.deployment
    const share = targetServiceRevision?.requestedProductionTrafficWeight ?? 0
    const expected = `${CANARY_PERCENT} % of the visitors with version 3`
    if (status !== 'IN_PROGRESS' && status !== 'PENDING') {
      const title = 'The canary is over already'
      return fail('canary-over', { title, expected, observed: `the deployment is ${status}`, next: again })
    }
    if (share === CANARY_PERCENT) {
      return pass(`${share} % of the visitors meet version 3, and wait an hour for the rest.`, {
        serviceDeploymentArn,
      })
    }
    return waiting('canary-coming', {
      title: 'The canary is coming',
      expected,
      observed: `stage ${lifecycleStage}, and ${share} % of the visitors`,
      next: 'Wait, and watch the Map: version 3 comes up in the group that has no visitors now, the blue one.',
      ...{ retryAfterSeconds: 5, aboutSeconds: 120 },
    })
  },
  hints: [
    'Load balancers and role are kept from the last deployment: only what is new has to be said.',
    'Without "lifecycleHooks":[] the pause of the last deployment would be kept too.',
  ],
  solve: 'commands',
  timeout: '10m',
  reads: NEWEST_DEPLOYMENT_READS,
})
