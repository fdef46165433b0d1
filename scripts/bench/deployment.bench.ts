import { setTimeout as pause } from 'node:timers/promises'
import { CreateDeploymentConfigCommand } from '@aws-sdk/client-codedeploy'
import { ModifyTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { registerWeb } from '../../sandbox/services/ecs/testing/test-lab.ts'
import { appSpec } from '../../sandbox/services/codedeploy/testing/app-spec-text.ts'
import {
  deploy,
  getDeployment,
  openBlueGreenLab,
} from '../../sandbox/services/codedeploy/testing/blue-green-lab.ts'
import type { BlueGreenLab } from '../../sandbox/services/codedeploy/testing/blue-green-lab.ts'
import type { Bench, Figure } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import type { BenchAccount } from './practice-account.ts'

const SCALES = [1, 60]
const DRAINING_S = 10
/** What AWS documents that such a deployment waits for at least: two health checks 10 s apart, the canary, the draining. */
const WAITS = {
  'CodeDeployDefault.ECSAllAtOnce': { name: 'all at once', seconds: 20 + DRAINING_S },
  'bench-canary': { name: 'canary of 1 minute', seconds: 20 + 60 + DRAINING_S },
}

/** From CreateDeployment to Succeeded: two tasks, a test listener, no hooks, no termination wait. */
export const bench: Bench = {
  title: 'Blue/green deployment',
  async run() {
    const account = await openBenchAccount({ timeScale: 1000 })
    try {
      return await measure(account)
    } finally {
      await account.close()
    }
  },
}

async function measure(account: BenchAccount): Promise<Figure[]> {
  const { endpoint, accountId, client } = account
  const lab = await openBlueGreenLab(
    { endpoint, accountId, ...client.credentials },
    {
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 0 },
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
      },
    },
  )
  for (const TargetGroupArn of [lab.blueArn, lab.greenArn]) {
    const delay = { Key: 'deregistration_delay.timeout_seconds', Value: String(DRAINING_S) }
    await lab.clients.elbv2.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [delay] }),
    )
  }
  const timeBasedCanary = { canaryPercentage: 10, canaryInterval: 1 }
  await lab.codedeploy.send(
    new CreateDeploymentConfigCommand({
      ...{ deploymentConfigName: 'bench-canary', computePlatform: 'ECS' },
      trafficRoutingConfig: { type: 'TimeBasedCanary', timeBasedCanary },
    }),
  )
  const figures: Figure[] = []
  for (const scale of SCALES) {
    await account.admin('PUT', `/${accountId}/clock`, { scale })
    for (const [config, { name, seconds }] of Object.entries(WAITS)) {
      const value = await deploymentSeconds(lab, config)
      const how = `AWS's own waits in it are ${seconds} s, at this scale ${(seconds / scale).toFixed(1)} s; the rest is starting tasks`
      figures.push({ name: `${name}, time scale ${scale}`, value, unit: 's', how })
    }
  }
  return figures
}

async function deploymentSeconds(lab: BlueGreenLab, config: string): Promise<number> {
  const content = appSpec(await registerWeb(lab))
  const began = performance.now()
  const id = await deploy(lab, content, config)
  for (;;) {
    const { status, completeTime, errorInformation } = await getDeployment(lab, id)
    if (completeTime && status !== 'Succeeded') {
      throw new Error(`The deployment ended ${status}: ${errorInformation?.message}`)
    }
    if (completeTime) return (performance.now() - began) / 1000
    await pause(50)
  }
}
