namespace Engine.Indexing;

/// <summary>What a simulated quantum enumeration did.</summary>
/// <param name="Found">Marked items found, ascending.</param>
/// <param name="Missed">Marked items not found: only the simulation knows.</param>
/// <param name="Queries">Oracle queries until the last item was found.</param>
/// <param name="CertificateQueries">Oracle queries after that, which make sure that nothing is left.</param>
/// <param name="Error">Largest probability that something is missed.</param>
public sealed record GroverReport(int[] Found, int Missed, long Queries, long CertificateQueries, double Error);
