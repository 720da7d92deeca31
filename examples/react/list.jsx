import { DataTable, DateField, List } from 'react-admin';

/** All deliveries. */
export const Deliveries = () => (
  <List exporter={false} sort={{ field: 'id', order: 'DESC' }} perPage={25} title="portal.deliveries">
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col source="label" label="portal.name" />
      <DataTable.Col source="id" label="portal.number" />
      <DataTable.Col source="date" label="portal.date"><DateField source="date" /></DataTable.Col>
    </DataTable>
  </List>
);
