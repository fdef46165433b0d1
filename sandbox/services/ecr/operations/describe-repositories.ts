import type { DescribeRepositoriesRequest, DescribeRepositoriesResponse } from '@aws-sdk/client-ecr'
import { AwsError, type Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { page } from '../pages.ts'
import { registryScope, repositoryArn, requestedRepository, shownRepository } from '../repositories.ts'
import { ecr } from '../store.ts'

/** The repositories of a registry, or those that are named. */
export const describeRepositories: Operation<DescribeRepositoriesRequest, DescribeRepositoriesResponse> = (
  input,
  context,
) => {
  const { repositoryNames = [], registryId } = input
  const scope = registryScope(input, context)
  const { endpoint } = context.sandbox.config
  if (repositoryNames.length > 0) {
    if (input.nextToken !== undefined || input.maxResults !== undefined) {
      throw invalidParameter('repositoryNames', 'Names cannot be given together with nextToken or maxResults')
    }
    const named = repositoryNames.map(repositoryName =>
      requestedRepository({ registryId, repositoryName }, context, 'DescribeRepositories'),
    )
    return { repositories: named.map(({ repository }) => shownRepository(endpoint, scope, repository)) }
  }
  if (scope !== context.scope && context.sandbox.config.auth === 'on') {
    const text = `User: ${context.principal.arn} is not authorized to perform: ecr:DescribeRepositories on resource: ${repositoryArn(scope, '*')} because no resource-based policy allows the ecr:DescribeRepositories action`
    throw new AwsError('AccessDeniedException', text)
  }
  const all = ecr(scope)
    .repositories.values()
    .sort((a, b) => (a.repositoryName < b.repositoryName ? -1 : 1))
  const { items, nextToken } = page(all, input)
  return {
    repositories: items.map(repository => shownRepository(endpoint, scope, repository)),
    ...(nextToken && { nextToken }),
  }
}
