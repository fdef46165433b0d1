import type { ListApplicationsInput, ListApplicationsOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { checkNoToken } from '../lookup.ts'
import { codedeploy } from '../store.ts'

export const listApplications: Operation<ListApplicationsInput, ListApplicationsOutput> = (
  input,
  { scope },
) => {
  checkNoToken(input.nextToken)
  const names = codedeploy(scope)
    .applications.values()
    .map(({ applicationName }) => applicationName)
  return { applications: names.sort() }
}
