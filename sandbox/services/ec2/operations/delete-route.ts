import type { DeleteRouteRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findRouteTable } from '../find.ts'
import { destinationOf, destinationText, existingRoute, putRoutes, refuseLocal } from '../routes.ts'

/** Takes a route out of its table. */
export const deleteRoute: Operation<DeleteRouteRequest, object> = (input, { scope }) => {
  const table = findRouteTable(network(scope), input.RouteTableId)
  const destination = destinationOf(scope, input)
  const present = existingRoute(table, destination)
  if (!present) {
    const kind = destination.DestinationPrefixListId ? 'prefix-list-id' : 'cidr-block'
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-${kind} ${destinationText(destination)} in route table ${table.RouteTableId}`,
    )
  }
  refuseLocal(present, table)
  refuseDryRun(input)
  putRoutes(
    scope,
    table,
    table.Routes.filter(route => route !== present),
  )
  return {}
}
