namespace Engine.Cli;

/// <summary>One width of <c>quantum</c>.</summary>
/// <param name="Width">m.</param>
/// <param name="Fired">k: scores above b = sqrt(0.4 ln m).</param>
/// <param name="Queries">Oracle queries until all are found, mean of the runs.</param>
/// <param name="CertificateQueries">Oracle queries that make sure, mean.</param>
/// <param name="Bound">3.5 sqrt(m k).</param>
/// <param name="Classical">Evaluations of a scan.</param>
/// <param name="Missed">Neurons not found, in all runs.</param>
internal sealed record QuantumRow(int Width, int Fired, double Queries, double CertificateQueries, double Bound, long Classical, int Missed);
