import { Card, CardContent, Typography } from '@mui/material';
import { Title, useGetList } from 'react-admin';
import { SERVICE, tokenProvider } from './service.js';

/** The figures of the last three that were sent. */
export function Figures() {
  const { data = [] } = useGetList('deliveries', {
    filter: { states: ['sending', 'finished'] }, sort: { field: 'id', order: 'DESC' }, pagination: { page: 1, perPage: 3 },
  });
  return (
    <>
      <Title title="portal.figures" />
      {data.map(({ id, label }) => (
        <Card key={id} component="section" aria-label={label} sx={{ mt: 2 }}>
          <CardContent>
            <Typography variant="h6" component="h2" gutterBottom>{label}</Typography>
            <delivery-kpis apiBase={SERVICE} deliveryId={id} tokenProvider={tokenProvider} />
          </CardContent>
        </Card>
      ))}
    </>
  );
}
