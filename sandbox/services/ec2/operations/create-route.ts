import type { CreateRouteRequest, CreateRouteResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findRouteTable } from '../find.ts'
import { destinationOf, destinationText, existingRoute, putRoutes, targetOf } from '../routes.ts'

/** Adds a route to a gateway, NAT gateway or interface. */
export const createRoute: Operation<CreateRouteRequest, CreateRouteResult> = (input, { scope }) => {
  const state = network(scope)
  const table = findRouteTable(state, input.RouteTableId)
  const destination = destinationOf(scope, input)
  if (existingRoute(table, destination)) {
    throw new AwsError(
      'RouteAlreadyExists',
      `The route identified by ${destinationText(destination)} already exists.`,
    )
  }
  const target = targetOf(state, table, input)
  refuseDryRun(input)
  putRoutes(scope, table, [
    ...table.Routes,
    { ...destination, ...target, Origin: 'CreateRoute', State: 'active' },
  ])
  return { Return: true }
}
