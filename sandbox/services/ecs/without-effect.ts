import type { WithoutEffect } from '../../gateway/service.ts'

const placement = {
  'placementConstraints, placementStrategy': 'kept, shown: there is one machine to place tasks on',
}

const service = {
  ...placement,
  availabilityZoneRebalancing: 'kept, shown',
  enableExecuteCommand: 'kept, shown: there is no ExecuteCommand',
  gatewayConnectors: 'not kept',
  monitoring: 'not kept',
  'deploymentConfiguration.lifecycleHooks, linearConfiguration, canaryConfiguration':
    'kept, shown: they belong to strategies that are not there',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateCluster: {
    configuration: 'kept, shown: there is no execute command and no managed storage',
    settings: 'kept, shown: containerInsights writes no metrics',
  },
  CreateService: { ...service, role: 'the service-linked role is used' },
  PutAccountSetting: { '*': 'kept, shown; only tagging and ARN formats are in force, as they are on AWS' },
  RegisterTaskDefinition: {
    ...placement,
    'pidMode, ipcMode': 'each container has its own',
    'proxyConfiguration, inferenceAccelerators, enableFaultInjection': 'kept, shown',
    runtimePlatform: 'kept, shown: tasks run as this machine is',
    volumes: 'kept, shown: nothing is mounted',
    'containerDefinitions[].mountPoints, volumesFrom': 'kept, shown: nothing is mounted',
    'containerDefinitions[].restartPolicy, startTimeout, environmentFiles, versionConsistency': 'kept, shown',
    'containerDefinitions[].links, hostname, dnsServers, dnsSearchDomains, extraHosts, disableNetworking':
      'kept, shown',
    'containerDefinitions[].privileged, dockerSecurityOptions, ulimits, systemControls, dockerLabels, interactive, pseudoTerminal':
      'kept, shown',
    'containerDefinitions[].linuxParameters': 'kept, shown; initProcessEnabled is in force',
    'containerDefinitions[].repositoryCredentials, credentialSpecs, firelensConfiguration, resourceRequirements':
      'kept, shown',
    'containerDefinitions[].logConfiguration': 'log drivers other than awslogs write nowhere',
  },
  RunTask: {
    ...placement,
    enableExecuteCommand: 'kept, shown: there is no ExecuteCommand',
    referenceId: 'not kept',
    'overrides.inferenceAcceleratorOverrides, overrides.containerOverrides[].resourceRequirements':
      'not in force',
  },
  UpdateService: service,
}
