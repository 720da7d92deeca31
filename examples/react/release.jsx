import { useState } from 'react';
import { Card, CardContent, Checkbox, FormControlLabel, Typography } from '@mui/material';
import { Title, useGetList, useNotify, useTranslate } from 'react-admin';
import { SERVICE, tokenProvider } from './service.js';

/** What waits for its confirmation. */
export function Release() {
  const translate = useTranslate();
  const { data, isPending } = useGetList('deliveries', { filter: { states: ['prepared'] }, sort: { field: 'id', order: 'DESC' } });
  if (isPending) return null;
  return (
    <>
      <Title title="portal.release" />
      {data.length === 0 && <Typography>{translate('portal.none')}</Typography>}
      {data.map(delivery => <Prepared key={delivery.id} {...delivery} />)}
    </>
  );
}

function Prepared({ id, label }) {
  const [isAllowed, allow] = useState(false);
  const translate = useTranslate();
  const notify = useNotify();
  // The veto: the question is not even asked.
  const ask = event => {
    if (isAllowed) return;
    event.preventDefault();
    notify('portal.refused', { type: 'warning' });
  };
  return (
    <Card component="section" aria-label={label} sx={{ mt: 2 }}>
      <CardContent>
        <Typography variant="h6" component="h2">{label}</Typography>
        <FormControlLabel
          label={translate('portal.allowed')}
          control={<Checkbox checked={isAllowed} onChange={event => allow(event.target.checked)} />}
        />
        <delivery-confirm
          apiBase={SERVICE} deliveryId={id} tokenProvider={tokenProvider}
          ondelivery-confirm-request={ask} ondelivery-confirmed={() => notify('portal.released', { type: 'success' })}
        />
      </CardContent>
    </Card>
  );
}
