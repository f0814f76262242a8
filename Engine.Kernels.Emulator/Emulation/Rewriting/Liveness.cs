namespace Engine.Kernels.Emulation;

/// <summary>Which variables a method may still read.</summary>
internal static class Liveness
{
    /// <summary>For each instruction, whether each variable is live before it.</summary>
    /// <remarks>Taking an address counts as reading: what is done through the address is not followed.</remarks>
    public static bool[][] Before(IlMethod method)
    {
        int count = method.Instructions.Count;
        bool[][] live = [.. Enumerable.Range(0, count).Select(_ => new bool[method.Variables.Length])];
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int index = count - 1; index >= 0; index--) changed |= Visit(method, live, index);
        }

        return live;
    }

    private static bool Visit(IlMethod method, bool[][] live, int index)
    {
        IlInstruction instruction = method.Instructions[index];
        int variable = method.VariableOf(instruction);
        bool isWrite = instruction.Name is "starg" or "stloc";
        bool changed = false;
        if (variable >= 0 && !isWrite) changed |= Set(live[index], variable);
        foreach (int next in method.Successors(index))
        {
            for (int i = 0; i < live[next].Length; i++)
            {
                if (live[next][i] && !(isWrite && i == variable)) changed |= Set(live[index], i);
            }
        }

        return changed;
    }

    private static bool Set(bool[] live, int variable)
    {
        bool changed = !live[variable];
        live[variable] = true;
        return changed;
    }
}
