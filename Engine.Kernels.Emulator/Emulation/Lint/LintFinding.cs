namespace Engine.Kernels.Emulation;

/// <summary>Something in a kernel that ILGPU refuses or gets wrong.</summary>
/// <param name="Method">The method it is in: the kernel or something it calls.</param>
/// <param name="Offset">Its IL offset there, or -1 if it is no instruction.</param>
/// <param name="Instruction">The instruction or call.</param>
/// <param name="Rule">What is wrong with it.</param>
internal sealed record LintFinding(string Method, int Offset, string Instruction, string Rule)
{
    public override string ToString() => Offset < 0 ? $"{Method}, {Instruction}: {Rule}" : $"{Method}, IL_{Offset:X4} {Instruction}: {Rule}";
}
