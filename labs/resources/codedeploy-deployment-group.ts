import {
  DeleteDeploymentGroupCommand,
  GetDeploymentGroupCommand,
  ListDeploymentsCommand,
  ListTagsForResourceCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import type { LabAccount } from '../define.ts'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'
import { waitUntil } from './wait.ts'

/** Deployment groups of CodeDeploy. A deployment that is under way is stopped first: it would go on without its group. */
export const codedeployDeploymentGroup: ResourceKind = {
  type: 'codedeploy:deploymentgroup',
  order: 7,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const names = namesOf(id)
      await aws.codedeploy.send(new GetDeploymentGroupCommand(names))
      const { Tags } = await aws.codedeploy.send(new ListTagsForResourceCommand({ ResourceArn: id }))
      const label = `deployment group ${names.deploymentGroupName}`
      return itemOf(codedeployDeploymentGroup, labId, Tags, { id, label })
    }),

  async remove(account, { id, label }, { signal, report }) {
    const names = namesOf(id)
    for (const deploymentId of await active(account, id)) {
      report(`Stopping the deployment ${deploymentId}`)
      await account.aws.codedeploy
        .send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: false }))
        .catch(unlessOver)
    }
    await waitUntil(async () => (await active(account, id)).length === 0, {
      signal,
      message: `A deployment of the ${label} is still under way after 10 minutes. Reset again in a while.`,
    })
    await account.aws.codedeploy.send(new DeleteDeploymentGroupCommand(names))
  },
}

async function active({ aws }: LabAccount, arn: string): Promise<string[]> {
  const { deployments } = await aws.codedeploy.send(
    new ListDeploymentsCommand({
      ...namesOf(arn),
      includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
    }),
  )
  return deployments ?? []
}

/** A deployment that has ended meanwhile need not be stopped. */
function unlessOver(error: unknown): void {
  if (!(error instanceof Error && error.name === 'DeploymentAlreadyCompletedException')) throw error
}

/** `arn:…:deploymentgroup:shop/shop` → application and group. */
function namesOf(arn: string): { applicationName: string; deploymentGroupName: string } {
  const [applicationName = '', deploymentGroupName = ''] = resourcePart(arn)
    .slice('deploymentgroup:'.length)
    .split('/')
  return { applicationName, deploymentGroupName }
}
