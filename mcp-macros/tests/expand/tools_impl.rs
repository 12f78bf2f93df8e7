#[mcp_tools(prefix = "weather_", crate = rt)]
impl Weather {
    const DAYS: u8 = 3;

    /// A method.
    #[mcp_tool(read_only)]
    pub async fn forecast(&self, #[arg(default = Self::DAYS, max = Self::DAYS * 2)] days: u8, shared: State<Self>) -> Json<Vec<Self>> {
        todo!()
    }

    #[mcp_runtime::mcp_tool]
    #[cfg(unix)]
    fn blocking(&self) -> Result<(), Self::Error> {
        todo!()
    }

    #[mcp_tool(name = "static", crate = other)]
    async fn associated(text: String) -> String {
        todo!()
    }

    /// Not a tool.
    fn helper(&self, #[cfg(unix)] x: u8) {}
}
