import type {
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult,
} from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { page, refuseDryRun } from '../describe.ts'
import { endpointServices, shownEndpointService } from '../endpoint-services.ts'
import { applyFilters } from '../filters.ts'

/** The AWS services that endpoints can be made for. */
export const describeVpcEndpointServices: Operation<
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult
> = (input, { region }) => {
  refuseDryRun(input)
  const all = endpointServices(region).map(service => shownEndpointService(region, service))
  const wanted = input.ServiceNames ?? []
  const missing = wanted.filter(name => !all.some(({ ServiceName }) => ServiceName === name))
  if (missing.length > 0) {
    throw new AwsError(
      'InvalidServiceName',
      `The Vpc Endpoint Service '${missing.join(', ')}' does not exist`,
    )
  }
  const chosen = applyFilters(
    all.filter(({ ServiceName = '' }) => wanted.length === 0 || wanted.includes(ServiceName)),
    input.Filters,
    {
      owner: service => service.Owner,
      'service-name': service => service.ServiceName,
      'service-region': service => service.ServiceRegion,
      'service-type': service => service.ServiceType?.map(type => type.ServiceType),
      'supported-ip-address-types': service => service.SupportedIpAddressTypes,
    },
    () => [],
  )
  const { found, ...rest } = page(chosen, input)
  return {
    ServiceNames: [...new Set(found.flatMap(({ ServiceName }) => ServiceName ?? []))],
    ServiceDetails: found,
    ...rest,
  }
}
