--liquibase formatted sql

--changeset shop:004-order-lines
-- The price is the one of the day of the order; products.price may change later.
CREATE TABLE order_lines (
    order_id    bigint NOT NULL,
    line_number integer NOT NULL,
    product_id  bigint NOT NULL,
    quantity    integer NOT NULL,
    price       numeric(12, 2) NOT NULL,
    CONSTRAINT order_lines_pkey PRIMARY KEY (order_id, line_number),
    CONSTRAINT order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
    CONSTRAINT order_lines_product_id_fkey FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE INDEX order_lines_product_id_idx ON order_lines (product_id);
--rollback DROP TABLE order_lines;
