//! The OpenAPI document says what there is.

use serde_json::Value;

use crate::house::House;

#[tokio::test]
async fn every_route_is_in_the_document() {
    let house = House::built(&[], 1.0, true);
    let document: Value = serde_json::from_str(&house.get("/api/openapi.json").await.text).unwrap();
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "/api/deliveries",
            "/api/deliveries/{id}",
            "/api/deliveries/{id}/audience",
            "/api/deliveries/{id}/content",
            "/api/deliveries/{id}/events",
            "/api/deliveries/{id}/executions",
            "/api/deliveries/{id}/exports",
            "/api/deliveries/{id}/messages/{message}/events",
            "/api/deliveries/{id}/messages/{message}/history",
            "/api/deliveries/{id}/numbers",
            "/api/deliveries/{id}/schedule",
            "/api/deliveries/{id}/{command}",
            "/api/demo/token",
            "/api/demo/users",
            "/api/safeguards",
            "/api/session",
            "/api/tray",
            "/api/tray/assign",
            "/api/tray/discard",
            "/c/{mark}",
            "/ingest/engine",
            "/ingest/{provider}",
            "/o/{picture}",
            "/u/{mark}",
        ]
    );
}

#[tokio::test]
async fn every_schema_that_is_named_is_there() {
    let house = House::built(&[], 1.0, true);
    let text = house.get("/api/openapi.json").await.text;
    let document: Value = serde_json::from_str(&text).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for named in text.split("\"#/components/schemas/").skip(1) {
        let name = named.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    assert!(text.contains("\"Start deliveries\"") && text.contains("preparation_failed"), "domain values are listed");
    let touch = schemas["Touch"]["properties"].as_object().unwrap();
    let said: Vec<_> = touch.keys().map(String::as_str).collect();
    assert_eq!(said, ["at", "channel", "delivery", "detail", "label", "message", "status"], "and no address");
    assert_eq!(schemas["ListName"]["enum"].as_array().unwrap().len(), 8);
    let record = schemas["Delivery"]["properties"].as_object().unwrap();
    assert!(record.len() >= 15, "{record:?}");
}
