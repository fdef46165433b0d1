import type { ListDeploymentConfigsInput, ListDeploymentConfigsOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { PREDEFINED } from '../configs.ts'
import { checkNoToken } from '../lookup.ts'
import { codedeploy } from '../store.ts'

export const listDeploymentConfigs: Operation<ListDeploymentConfigsInput, ListDeploymentConfigsOutput> = (
  input,
  { scope },
) => {
  checkNoToken(input.nextToken)
  const own = codedeploy(scope)
    .configs.values()
    .map(({ deploymentConfigName }) => deploymentConfigName)
  return { deploymentConfigsList: [...PREDEFINED.keys(), ...own.sort()] }
}
