using System.Reflection;

namespace Engine.Kernels.Emulation;

/// <summary>A method as instructions. Its variables are its parameters, <c>this</c> first, and then its locals.</summary>
internal sealed class IlMethod
{
    private readonly Dictionary<int, int> _indexOf;

    public IlMethod(MethodBase method)
    {
        MethodBody body = method.GetMethodBody() ?? throw new NotSupportedException($"{KernelNames.Of(method)} has no IL.");
        Method = method;
        Instructions = IlReader.Read(method, body.GetILAsByteArray()!);
        HasHandlers = body.ExceptionHandlingClauses.Count > 0;
        Type[] self = method.IsStatic ? [] : [Self(method.DeclaringType!)];
        Parameters = [.. self, .. method.GetParameters().Select(parameter => parameter.ParameterType)];
        Variables = [.. Parameters, .. body.LocalVariables.Select(local => local.LocalType)];
        _indexOf = Instructions.Select((instruction, index) => (instruction.Offset, index)).ToDictionary();
    }

    public MethodBase Method { get; }

    public IReadOnlyList<IlInstruction> Instructions { get; }

    public bool HasHandlers { get; }

    public Type[] Parameters { get; }

    /// <summary>Types of parameters and locals.</summary>
    public Type[] Variables { get; }

    /// <summary>The variable that an instruction reads, writes or takes the address of; -1 if none.</summary>
    public int VariableOf(IlInstruction instruction) => instruction.Name switch
    {
        "ldarg" or "ldarga" or "starg" => instruction.Number,
        "ldloc" or "ldloca" or "stloc" => instruction.Number + Parameters.Length,
        _ => -1,
    };

    /// <summary>The index of the instruction at an offset.</summary>
    public int IndexOf(int offset) => _indexOf[offset];

    /// <summary>Indices of the instructions that may follow one.</summary>
    public IEnumerable<int> Successors(int index)
    {
        IlInstruction instruction = Instructions[index];
        foreach (int target in instruction.Targets) yield return IndexOf(target);
        if (instruction.FallsThrough) yield return index + 1;
    }

    private static Type Self(Type type) => type.IsValueType ? type.MakeByRefType() : type;
}
