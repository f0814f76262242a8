namespace Engine.Kernels;

/// <summary>A form and why.</summary>
/// <param name="Form">The form.</param>
/// <param name="Reason">One sentence with the times compared.</param>
internal sealed record MatrixChoice(MatrixForm Form, string Reason);
