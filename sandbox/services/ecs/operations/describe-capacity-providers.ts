import type { DescribeCapacityProvidersRequest, DescribeCapacityProvidersResponse } from '@aws-sdk/client-ecs'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { CAPACITY_PROVIDERS } from '../capacity-providers.ts'
import { missing, nameOf } from '../lookup.ts'
import { page } from '../pages.ts'

/** The two of Fargate, which every account has. */
export const describeCapacityProviders: Operation<
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse
> = (input, { scope }) => {
  const names = input.capacityProviders?.length ? input.capacityProviders.map(nameOf) : CAPACITY_PROVIDERS
  const arnOf = (name: string) => arn(scope, 'ecs', `capacity-provider/${name}`)
  const found = names.filter(name => CAPACITY_PROVIDERS.includes(name))
  const { items, nextToken } = page(found, input)
  return {
    capacityProviders: items.map(name => ({
      ...{ capacityProviderArn: arnOf(name), name, status: 'ACTIVE' as const, type: name, tags: [] },
    })) as NonNullable<DescribeCapacityProvidersResponse['capacityProviders']>,
    failures: names.filter(name => !CAPACITY_PROVIDERS.includes(name)).map(name => missing(arnOf(name))),
    ...(nextToken && { nextToken }),
  }
}
