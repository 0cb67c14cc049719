@description('What may be spent in a month.')
param amount int

@description('The first of the month in which it begins.')
@minLength(10)
@maxLength(10)
param start string

@description('Who is told.')
@minLength(1)
param emails array

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'expiry-monitor'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: '${start}T00:00:00Z' }
    notifications: {
      actual80: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: emails
      }
      forecast100: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
      }
    }
  }
}
