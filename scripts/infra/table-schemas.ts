const COMMON =
  'TenantId:string, TimeGenerated:datetime, OperationName:string, OperationId:string, ParentId:string, ' +
  'AppRoleName:string, AppRoleInstance:string, AppVersion:string, ClientIP:string, ClientType:string, ' +
  'Properties:dynamic, ItemCount:int, SDKVersion:string, ResourceGUID:string, Type:string, _ResourceId:string';

/** The columns of the workspace's tables that alerts and workbook ask, by Azure Monitor's table reference. */
export const TABLE_SCHEMAS: Readonly<Record<string, string>> = {
  AppTraces: `${COMMON}, Message:string, SeverityLevel:int`,
  AppRequests: `${COMMON}, Id:string, Name:string, Url:string, Source:string, Success:bool, ResultCode:string, DurationMs:real`,
  AppDependencies: `${COMMON}, Id:string, Name:string, Target:string, DependencyType:string, Data:string, Success:bool, ResultCode:string, DurationMs:real`,
  AppExceptions: `${COMMON}, ProblemId:string, ExceptionType:string, OuterMessage:string, OuterType:string, InnermostMessage:string, SeverityLevel:int`,
  AzureMetrics:
    'TimeGenerated:datetime, Resource:string, ResourceProvider:string, MetricName:string, Average:real, Total:real, Maximum:real, Minimum:real, _ResourceId:string',
  Usage:
    'TimeGenerated:datetime, DataType:string, Quantity:real, QuantityUnit:string, IsBillable:bool, Solution:string',
  _LogOperation:
    'TimeGenerated:datetime, Category:string, Operation:string, Level:string, Detail:string, _ResourceId:string',
};
