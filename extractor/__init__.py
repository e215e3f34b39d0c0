"""jixiao: reads, checks and drafts Chinese government performance self-evaluation reports (部门整体支出绩效自评报告)."""
